import { parentPort, workerData } from 'node:worker_threads';
import type { DiffWork } from './worker-differ.js';
import { unified } from './unified.js';

const { from, to, patienceMs } = workerData as DiffWork;
parentPort?.postMessage(unified(from, to, patienceMs));
