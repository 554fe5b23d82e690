import { parentPort, workerData } from 'node:worker_threads';
import { detect, GivenFiles, pipelineFor } from '@switchyard/project-detector';
import type { Checkout } from './worker-project-detector.js';

// One checkout for one thread: whoever started it ends it when it takes too long.
const { files, name } = workerData as Checkout;
const found = detect(new GivenFiles(files));
parentPort?.postMessage({ ...found, pipeline: pipelineFor(found, name === undefined ? {} : { name }) });
