import { availableParallelism } from 'node:os';

const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@switchyard/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // From the root: a checkout may itself lie in a workspace, below somebody's `.yard`.
  modulePathIgnorePatterns: ['<rootDir>/(?:libs|services|apps)/.*/dist/', '<rootDir>/\\.yard/'],
};

export default {
  testTimeout: 60_000,
  testSequencer: '<rootDir>/scripts/sequencer.mjs',
  // Much of the time goes by in waiting for real processes.
  maxWorkers: Math.max(2, availableParallelism()),
  // Modules of a test file are never let go of: a worker that holds many answers late.
  workerIdleMemoryLimit: '1GB',
  // A process that is left over must not hold up the end.
  forceExit: true,
  reporters: ['default', '<rootDir>/scripts/summary-reporter.mjs'],
  projects: [
    // Values and fakes only: milliseconds each.
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,services,apps}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '/node_modules/'],
    },
    // Adapters against real servers and processes.
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/{libs,services,apps}/**/*.int.spec.ts'],
      setupFiles: ['<rootDir>/scripts/jest-nest.mjs'],
    },
    // The whole system, as its users run it.
    {
      ...shared,
      displayName: 'e2e',
      testEnvironment: '<rootDir>/e2e/environment.mjs',
      testMatch: ['<rootDir>/e2e/**/*.spec.ts'],
      setupFiles: ['<rootDir>/scripts/jest-nest.mjs'],
    },
  ],
};
