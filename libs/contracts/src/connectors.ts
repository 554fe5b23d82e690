export const connectorTypes = [
  'shell',
  'docker',
  'kubernetes',
  'aws',
  'azure',
  'gcp',
  'github',
  'gitlab',
  'null',
] as const;
/** The platform a step runs on. */
export type ConnectorType = (typeof connectorTypes)[number];
