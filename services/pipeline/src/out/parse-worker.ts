import { parentPort } from 'node:worker_threads';
import { parsePipeline } from '@switchyard/pipeline-file';

/** A file, and the texts of those it may include. */
export interface Text {
  yaml: string;
  files: Record<string, string>;
}

// One file in, one result out; whoever started this thread keeps their order and ends it when it takes too long.
parentPort?.on('message', ({ yaml, files }: Text) => parentPort?.postMessage(parsePipeline(yaml, { files })));
