import { parentPort } from 'node:worker_threads';
import { parsePipeline } from '@switchyard/pipeline-file';

// One file in, one result out; whoever started this thread keeps their order and ends it when it takes too long.
parentPort?.on('message', (yaml: string) => parentPort?.postMessage(parsePipeline(yaml)));
