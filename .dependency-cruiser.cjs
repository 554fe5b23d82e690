// The walls of the house: who may import whom (docs/decisions/0003-walls.md).
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.(spec|story)\\.ts$' },
  // A workspace may have packages of its own beside the root's.
  to: { path: '^(libs|services|apps)/(?!.*node_modules/)', pathNot: allowed },
});
const service = '^services/(connectors/[^/]+|[^/]+)/src';

module.exports = {
  forbidden: [
    only('kernel-alone', '^libs/kernel/', '^libs/kernel/', 'the kernel imports nothing'),
    only('contracts-alone', '^libs/contracts/', '^libs/(contracts|kernel)/', 'contracts rest on the kernel alone'),
    only(
      'detector-by-contract',
      '^libs/project-detector/',
      '^libs/(project-detector|contracts)/',
      'the detector is pure: files in, words out',
    ),
    only('libs-never-services', '^libs/', '^libs/', 'a lib never imports a service or an app'),
    only(
      'apps-by-contract',
      '^apps/([^/]+)/',
      '^(apps/$1|libs/(client|contracts|pipeline-file|project-detector|kernel))/',
      'apps use the client and the contracts',
    ),
    only(
      'domain-pure',
      `${service}/domain/`,
      '^(services/(connectors/)?[^/]+/src/domain|libs/(kernel|contracts|pipeline-file))/',
      'the domain is pure',
    ),
    only(
      'app-inside',
      `${service}/app/`,
      '^(services/(connectors/)?[^/]+/src/(domain|app)|libs/(kernel|contracts|pipeline-file))/',
      'a use case knows its domain and its ports',
    ),
    only(
      'in-to-app',
      `${service}/in/`,
      '^(services/(connectors/)?[^/]+/src/(in|app|domain)|libs/(kernel|contracts|bus|http|telemetry|pipeline-file))/',
      'doors call use cases',
    ),
    only(
      'out-to-ports',
      `${service}/out/`,
      '^(services/(connectors/)?[^/]+/src/(out|domain|app/ports\\.ts|app/[^/]+/ports\\.ts)|libs/(kernel|contracts|bus|store|blobs|caches|telemetry|pipeline-file|project-detector))',
      'adapters implement ports',
    ),
    {
      name: 'service-never-service',
      comment: 'services talk over the bus; single-node alone wires them together',
      severity: 'error',
      from: { path: '^services/(connectors/[^/]+|gateway|pipeline|execution|service-registry)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'domain-no-packages',
      severity: 'error',
      from: { path: '/domain/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: '^node:' },
    },
    {
      name: 'nats-in-bus',
      severity: 'error',
      from: { pathNot: '^libs/(bus|testkit|embedded)/' },
      to: { path: 'node_modules/@nats-io/' },
    },
    {
      name: 'stores-in-store',
      severity: 'error',
      from: { pathNot: '^(libs/(store|testkit|embedded)/|services/[^/]+/src/out/|e2e/)' },
      to: { path: 'node_modules/(mongoose|mongodb|ioredis)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-package', severity: 'error', from: {}, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules|dist' },
    exclude: { path: '(^|/)dist/' },
    // A workspace's own dependencies count beside the root's.
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['@switchyard/source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
