import { anything, environment, field, flag, listOf, record, text } from '../shape.js';

const long = true as const;

/** What a step's connector reads, in the long form. One table for all: the connector checks what it needs. */
export const config = record(
  {
    id: 'config',
    what: 'config',
    doc: 'What a step says to its connector in the long form. The short form has `run:`, `image:` and one block for each platform.',
  },
  {
    command: field(text, { doc: 'A command of the shell, in place of `run:`.', example: 'npm test', long }),
    script: field(text, { doc: 'A script that runs as a file, with its own `#!` line.', example: 'make all', long }),
    workingDirectory: field(text, { doc: 'Where it runs, below the workspace.', example: 'web', long }),
    image: field(text, { doc: 'The image of the container.', example: 'node:24', long }),
    dockerfile: field(text, { doc: 'The file an image is built from.', example: 'Dockerfile', long }),
    buildContext: field(text, { doc: 'The folder an image is built from.', example: '.', long }),
    registry: field(text, { doc: 'Where images are pushed.', example: 'registry.example.com/team', long }),
    tags: field(listOf(text), { doc: 'Tags of the image that is built.', example: '[latest]', long }),
    namespace: field(text, { doc: 'A namespace of Kubernetes.', example: 'staging', long }),
    manifest: field(text, { doc: 'A manifest of Kubernetes, or its file.', example: 'deploy/web.yaml', long }),
    helmChart: field(text, { doc: 'A Helm chart.', example: './chart', long }),
    values: field(anything, { doc: 'Values of the chart.', example: '{ replicas: 2 }', long }),
    region: field(text, { doc: 'A region of the cloud.', example: 'eu-central-1', long }),
    service: field(text, { doc: 'A service of the cloud.', example: 'batch', long }),
    action: field(text, { doc: 'What the service or the host does.', example: 'submit-job', long }),
    parameters: field(anything, { doc: 'What the action is given.', example: '{ size: small }', long }),
    repositoryUrl: field(text, { doc: 'A repository.', example: 'https://example.com/web.git', long }),
    branch: field(text, { doc: 'A branch of it.', example: 'main', long }),
    commit: field(text, { doc: 'A commit of it.', example: '4f2a9c1', long }),
    credentials: field(anything, { doc: 'The name of the credentials.', example: 'deployer', long }),
    pluginName: field(text, { doc: 'The plugin of a step of type `custom`.', example: 'notify', long }),
    pluginConfig: field(anything, { doc: 'What the plugin is given.', example: '{ room: builds }', long }),
    environment: field(environment, { doc: "On top of the step's environment.", example: '{ CI_LEVEL: full }', long }),
    disableDeploymentDetection: field(flag, {
      doc: 'Whether the platform does not look for what the step deployed.',
      default: false,
      example: 'true',
      long,
    }),
  },
);
