import type { ConnectorType } from '@switchyard/contracts';

/** A pipeline file (DESIGN.md section 8): beyond this it is generated, and should be several. */
export const largestFile = 262_144;
/** Nesting of maps and lists. The deepest legal file needs 9. */
export const deepest = 32;
/** Values in one file after aliases are followed: ten for each of a thousand steps, and room. */
export const mostNodes = 50_000;
/** Signs of YAML in one file, spaces included: a step in one line has thirty, and room. */
export const mostSigns = 100_000;
/** Findings of one file: more would not be read. */
export const mostFindings = 100;
/** Longest name of a pipeline, stage or step. */
export const longestName = 200;
/** Longest condition or other expression: what is longer belongs into a script. */
export const longestExpression = 2_000;
/** People one approval may name. */
export const mostPeople = 100;
/** A week: nothing that is meant to end takes longer. */
export const longestTimeoutSeconds = 604_800;
/** Ten years: what is kept longer is kept for ever. */
export const longestKeptSeconds = 315_360_000;
/** Cells of one matrix; the steps they become count against the pipeline's own limit as well. */
export const mostCells = 256;
/** Axes of one matrix. */
export const mostAxes = 8;
/** Combinations of a matrix before any is left out: more need not be counted to be too many. */
export const mostCombinations = 512;
/** What one file may listen to. */
export const mostTriggers = 100;
/** Questions that a form can show. */
export const mostInputs = 50;
/** Step types whose connector is part of this version; a step of another type would wait for ever. */
export const builtInConnectors: readonly ConnectorType[] = ['shell', 'null', 'docker'];
