import multipart from '@fastify/multipart';
import { bytesOf, largestIncludes, largestText, mostIncludes } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import { Fault } from '@switchyard/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type UploadPart } from '../domain/upload.js';
import { hearOut, mostDropped } from './limits/heard-out.js';

/** Its only route. */
export const uploadRoute = '/api/ci/pipelines/upload';
/** Bytes of all parts that are kept: the pipeline file, and what it includes. */
const mostBytes = largestText + largestIncludes;
/** The pipeline, and room for the words beside it. */
const mostParts = mostIncludes + 8;

/** Makes uploads known to the server: on their route only, everywhere else a form stays an unknown content type. */
export const takeUploads = async (server: FastifyInstance): Promise<void> => {
  await server.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fieldNameSize: 100,
      fieldSize: largestText + 1,
      fileSize: largestText + 1,
      fields: mostParts + 1,
      files: mostParts + 1,
      parts: mostParts + 1,
      headerPairs: 20,
    },
  });
  server.addHook('preValidation', (request, _reply, done) => {
    const isElsewhere = request.isMultipart() && request.routeOptions.url !== uploadRoute;
    done(isElsewhere ? notTaken(415, 'this route takes no multipart/form-data') : undefined);
  });
};

/**
 * Reads the parts of an upload. What is beyond a limit is never kept.
 * @throws HttpFault with what is wrong
 */
export const partsOf = async (request: FastifyRequest, reply: FastifyReply): Promise<UploadPart[]> => {
  if (!request.isMultipart()) throw notTaken(415, 'an upload is multipart/form-data');
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > mostDropped) throw tooLarge(`the upload has ${declared} bytes, and ${mostDropped} is the most`);
  const overflow = new Overflow();
  try {
    const reading = read(request);
    return await Promise.race([reading, overflow.of(request)]);
  } catch (error) {
    if (overflow.happened) void reply.header('connection', 'close');
    else await hearOut(request);
    throw error instanceof Fault ? error : broken(error);
  }
};

/** An upload that did not say how long it is: it is cut while it streams. */
class Overflow {
  happened = false;

  of({ raw }: FastifyRequest): Promise<never> {
    let bytes = 0;
    return new Promise((_, reject) => {
      raw.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes <= mostDropped || this.happened) return;
        this.happened = true;
        raw.unpipe();
        raw.pause();
        reject(tooLarge(`the upload has more than ${mostDropped} bytes, which is the most`));
      });
    });
  }
}

const read = async (request: FastifyRequest): Promise<UploadPart[]> => {
  const parts: UploadPart[] = [];
  let bytes = 0;
  for await (const part of request.parts({ preservePath: true })) {
    const [text, isCut] =
      part.type === 'file'
        ? [await textOf(part.file), part.file.truncated]
        : // Forms send the line ends of texts as CRLF, whatever was typed (html.spec.whatwg.org, section 4.10.22).
          [String(part.value).replaceAll('\r\n', '\n'), part.valueTruncated === true];
    const name = part.type === 'file' ? `the file ${part.filename}` : `the field ${part.fieldname}`;
    if (isCut || bytesOf(text) > largestText)
      throw tooLarge(`${name} has more than ${largestText} bytes, which is the most`);
    if (part.type === 'file') checkKind(part);
    bytes += bytesOf(text);
    if (bytes > mostBytes) throw tooLarge(`the files have more than ${mostBytes} bytes together, which is the most`);
    parts.push({ field: part.fieldname, text, ...(part.type === 'file' ? { filename: part.filename } : {}) });
    if (parts.length > mostParts) throw tooLarge(`the upload has more than ${mostParts} parts, which is the most`);
  }
  return parts;
};

/** What tools call a text of YAML; curl knows no better word than the third. */
const textTypes = /^(application|text)\/(x-)?(yaml|json)$|^text\/plain$|^application\/octet-stream$/i;
/** JSON is YAML too. A name without an extension says nothing. */
const textNames = /(^|\/)\.?[^/.]*$|\.(ya?ml|json)$/i;

const checkKind = ({ filename, mimetype }: { filename: string; mimetype: string }): void => {
  const wrong = !textTypes.test(mimetype)
    ? `is ${mimetype.slice(0, 100)}`
    : textNames.test(filename)
      ? undefined
      : 'ends neither in .yaml nor in .yml';
  if (wrong !== undefined)
    throw notTaken(415, `the file ${filename.slice(0, 100)} ${wrong}: an upload has files of YAML`);
};

const textOf = async (file: AsyncIterable<Buffer>): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of file) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
};

const notTaken = (status: number, message: string): HttpFault =>
  new HttpFault(status, 'validation', {
    code: 'bad-content-type',
    message,
    suggestions: [`POST ${uploadRoute} takes forms; everything else takes application/json`],
  });

const tooLarge = (message: string): HttpFault =>
  new HttpFault(413, 'validation', {
    code: 'too-large',
    message,
    suggestions: ['split the pipeline, or move scripts into the repository'],
  });

const broken = (cause: unknown): HttpFault => {
  const { statusCode, message } = cause as { statusCode?: number; message?: string };
  if (statusCode === 413) return tooLarge(message ?? 'the upload is too large');
  return new HttpFault(400, 'validation', {
    code: 'bad-upload',
    message: `the upload cannot be read: ${message ?? 'it ended too early'}`,
    suggestions: ['send it with a tool that makes forms, such as curl -F pipeline=@pipeline.yaml'],
  });
};
