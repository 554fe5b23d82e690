import { mistakeInPath } from '@switchyard/contracts';

/** One part of an upload, read whole. */
export interface UploadPart {
  /** The name of the form's field. */
  field: string;
  /** Absent: it is no file. */
  filename?: string;
  text: string;
}

export interface Upload {
  yaml: string;
  files: Record<string, string>;
  project?: string;
  message?: string;
}

export interface UploadMistake {
  code: 'no-file' | 'two-pipelines' | 'bad-upload';
  mistake: string;
}

/** Fields that hold the pipeline itself. A `file` is it only where no other is. */
const surely = ['pipeline', 'yaml'];
const perhaps = 'file';
const words = ['project', 'message'] as const;

/** Which part is the pipeline, and which are the files it includes: those by their filenames. */
export const uploadOf = (parts: readonly UploadPart[]): Upload | UploadMistake => {
  const sure = parts.filter(({ field }) => surely.includes(field));
  const mains = sure.length > 0 ? sure : parts.filter(({ field }) => field === perhaps);
  const [main] = mains;
  if (!main) return { code: 'no-file', mistake: 'the upload has no pipeline' };
  if (mains.length > 1) return { code: 'two-pipelines', mistake: `the upload has ${mains.length} pipelines` };
  const upload: Upload = { yaml: main.text, files: {} };
  const taken = new Set<string>();
  for (const part of parts) {
    const mistake = part === main ? undefined : add(part, upload, taken);
    if (mistake) return { code: 'bad-upload', mistake };
  }
  return upload;
};

/** @returns what is wrong with the part. */
const add = ({ field, filename, text }: UploadPart, upload: Upload, taken: Set<string>): string | undefined => {
  const word = words.find(one => one === field);
  const key = filename === undefined ? `the field ${field}` : `the file ${filename}`;
  if (taken.has(key)) return `${key} is there twice`;
  taken.add(key);
  if (filename !== undefined) {
    const mistake = mistakeInPath(filename);
    if (mistake === undefined) upload.files[filename] = text;
    return mistake;
  }
  if (!word) return `${JSON.stringify(field)} is no field of an upload`;
  upload[word] = text;
  return undefined;
};
