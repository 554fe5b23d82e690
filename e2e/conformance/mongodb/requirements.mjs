// Which tests of the unified format this server is not asked to pass, and why.

const parts = version => version.split('.').map(Number);
const compare = (a, b) => {
  for (let at = 0; at < 3; at++) {
    const order = (parts(a)[at] ?? 0) - (parts(b)[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
};

const unmet = (requirement, server) => {
  if (requirement.minServerVersion && compare(server.version, requirement.minServerVersion) < 0)
    return `server version: needs ${requirement.minServerVersion}, the server is ${server.version}`;
  if (requirement.maxServerVersion && compare(server.version, requirement.maxServerVersion) > 0)
    return `server version: up to ${requirement.maxServerVersion}, the server is ${server.version}`;
  if (requirement.topologies && !requirement.topologies.includes(server.topology))
    return `topology: needs ${requirement.topologies.join(' or ')}`;
  if (requirement.auth === true) return 'authentication';
  if (requirement.serverless === 'require') return 'topology: needs serverless';
  if (requirement.csfle) return 'client-side encryption';
  return undefined;
};

const unmetByAll = (requirements, server) => {
  const reasons = (requirements ?? []).map(requirement => unmet(requirement, server));
  return reasons.length > 0 && reasons.every(Boolean) ? reasons[0] : undefined;
};

const mentions = (value, names) =>
  Array.isArray(value)
    ? value.some(item => mentions(item, names))
    : value !== null &&
      typeof value === 'object' &&
      Object.entries(value).some(([name, item]) => names.includes(name) || mentions(item, names));

const features = [
  ['collation', ['collation']],
  ['transactions', ['startTransaction', 'withTransaction', 'commitTransaction']],
  ['change streams', ['createChangeStream', '$changeStream']],
];

/** The driver at hand leaves these out whatever the server is. */
const driverDeviations = [
  [
    /^bypassDocumentValidation: (Aggregate with \$out|BulkWrite|FindOneAndReplace|FindOneAndUpdate|InsertMany) passes bypassDocumentValidation: false$/,
    'driver: does not send a false bypassDocumentValidation',
  ],
];

/** Why a test does not apply, or undefined when it does. */
export const reasonToSkip = (file, test, server) => {
  if (test.skipReason) return `skipped by the specification: ${test.skipReason}`;
  const byVersion = unmetByAll(file.runOnRequirements, server) ?? unmetByAll(test.runOnRequirements, server);
  if (byVersion) return byVersion;
  const deviation = driverDeviations.find(([pattern]) => pattern.test(`${file.description}: ${test.description}`));
  if (deviation) return deviation[1];
  const names = test.operations.map(({ name }) => ({ [name]: true, arguments: test.operations }));
  return features.find(([, words]) => mentions([test.operations, names], words))?.[0];
};
