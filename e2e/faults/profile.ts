import { randomInt } from 'node:crypto';
import { seeded, shuffled } from '../seeded.js';

/** `FAULTS=long` runs the rows as long as they last in life; else each is as short as it can be. */
export const long = process.env['FAULTS'] === 'long';

/** What nearly all rows need: without containers. */
export const connectors = { CONNECTORS: 'shell,null' };
export const withDocker = { CONNECTORS: 'shell,null,docker' };

/** Seconds that people wait for, and beats, in a house that is hurried. */
export const hurried = { ...connectors, SWEEP_MS: '500', BEAT_MS: '250' };

/** What is left to chance is the same again with the same `FAULTS_SEED`. */
export const seed = Number(process.env['FAULTS_SEED'] ?? randomInt(2 ** 31));

/** All of them in the long profile, else a few, which another seed draws anew. */
export const drawnFrom = <Item>(all: readonly Item[], few: number): Item[] =>
  long ? [...all] : shuffled(all, seeded(seed)).slice(0, few);
