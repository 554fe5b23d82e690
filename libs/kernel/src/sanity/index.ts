export * from './findings.js';
export * from './private-address.js';
