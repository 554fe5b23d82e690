import type { DetectBody, DetectProjects } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';

/** Of the files as JSON: manifests are small, and everything else is known by its name. A request takes no more. */
const mostBytes = 1_048_576;
/** A path takes a hundred bytes; those of more files would fill the request by themselves. */
const mostFiles = 20_000;

/** The files of a request, checked: those with a text, and those of which only the path is known. */
export const sentFiles = (files: DetectBody['files']): Pick<DetectProjects, 'paths' | 'texts'> => {
  const entries = Object.entries(files as Record<string, unknown>);
  if (entries.length > mostFiles) throw tooLarge(`has ${entries.length} files, and ${mostFiles} is the most`);
  const bytes = Buffer.byteLength(JSON.stringify(files));
  if (bytes > mostBytes) throw tooLarge(`has ${bytes} bytes of files, and ${mostBytes} is the most`);
  const wrong = entries.find(([, text]) => text !== null && typeof text !== 'string');
  if (wrong) throw noText(wrong[0]);
  const known = entries.filter((one): one is [string, string] => typeof one[1] === 'string');
  const unknown = entries.filter(([, text]) => text === null);
  return { paths: [...known, ...unknown].map(([path]) => path), texts: known.map(([, text]) => text) };
};

const tooLarge = (what: string) =>
  new HttpFault(413, 'validation', {
    code: 'too-large',
    message: `the request ${what}`,
    suggestions: [
      'send the text of files that define projects, such as package.json, and null for all others',
      'run yard init in the checkout: it looks at everything',
    ],
  });

const noText = (path: string) => {
  const message = `files[${JSON.stringify(path.slice(0, 200))}] must be a text, or null where only the path is known`;
  return new HttpFault(400, 'validation', {
    code: 'bad-request',
    message,
    details: { fields: [{ field: 'files', message }] },
    suggestions: ['send {"files": {"package.json": "{…}", "src/index.js": null}}'],
  });
};
