import { field } from '../shape.js';
import { aws, azure, gcp } from './clouds.js';
import { docker, kubernetes } from './containers.js';
import { github, gitlab } from './hosts.js';

/** The keys of a step that say a connector and what it reads, in one. */
export const blocks = {
  docker: field(docker, { doc: 'It runs as a container of Docker.', example: '{ image: node:24, memory: 2g }' }),
  kubernetes: field(kubernetes, { doc: 'It runs on Kubernetes.', example: '{ image: node:24, namespace: builds }' }),
  aws: field(aws, { doc: 'It runs on AWS Batch.', example: '{ job-queue: builds, image: node:24 }' }),
  azure: field(azure, { doc: 'It runs on Azure Batch.', example: '{ pool: linux, image: node:24 }' }),
  gcp: field(gcp, { doc: 'It runs on Google Cloud Run.', example: '{ region: europe-west3, image: node:24 }' }),
  github: field(github, { doc: 'GitHub does it.', example: '{ workflow: release.yml, ref: main }' }),
  gitlab: field(gitlab, { doc: 'GitLab does it.', example: '{ project: team/web, ref: main }' }),
};

export type Platform = keyof typeof blocks;
export const platforms = Object.keys(blocks) as Platform[];
