/** Bytes of all files of one report: more is read by nobody, and takes a connector's time from its steps. */
export const maxReportBytes = 52_428_800;
/** Bytes of one file that must be in memory at once. */
export const maxJsonBytes = 33_554_432;
/** Elements within each other; reports have about ten. */
export const maxDepth = 100;
/** Attributes of one element. */
export const maxAttributes = 500;
/** Characters of one attribute, comment or name. */
export const maxAttributeLength = 1_048_576;
/** Characters of one line of LCOV. */
export const maxLineLength = 65_536;
/** Lines of code that a coverage report may name. */
export const maxCodeLines = 1_000_000;
/** Files that a coverage report may name. */
export const maxCodeFiles = 200_000;

/** How much of a report is kept. */
export const kept = {
  failures: 200,
  slowest: 20,
  findings: 200,
  rules: 100,
  tools: 20,
  worst: 20,
  mistakes: 20,
  /** Characters. */
  name: 500,
  message: 1_000,
  text: 4_000,
} as const;
