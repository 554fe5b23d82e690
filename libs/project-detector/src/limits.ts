/** Paths of one checkout that are looked at: more than the largest repositories of one product have. */
export const mostPaths = 200_000;
/** Characters of a path; what lies deeper or is called longer defines no project. */
export const longestPath = 400;
/** Folders above a project. */
export const deepest = 8;
/** Characters of one file: what defines a project is far smaller, and lock files are only looked at for their name. */
export const largestRead = 262_144;
/** Files that are read of one checkout, and characters of all of them. */
export const mostReads = 2_000;
export const mostRead = 8 * 1_048_576;
/** Characters of YAML and TOML, whose parsers take a hundred times as long as that of JSON, and longer when it is nested. */
export const largestYaml = 16_384;
export const mostYaml = 65_536;
export const largestToml = 131_072;
export const mostToml = 1_048_576;
/** Folders that are looked into, of those that may hold a project. */
export const mostFolders = 20_000;
/** Projects that are told; one pipeline for more than this is not what anybody wants. */
export const mostProjects = 200;
/** Projects that get steps in the pipeline, before its size is looked at. */
export const mostProjectsInPipeline = 50;
/** Characters of the pipeline that is written: well below the largest file that the platform takes, in any script. */
export const largestPipeline = 80_000;
/** Evidence of one project, names of files in one sentence. */
export const mostEvidence = 12;
