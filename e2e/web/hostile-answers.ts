import type { House } from '../house.js';
import type { Seeded } from './hostile-seed.js';

export interface Answer {
  status: number;
  type: string;
  /** What a browser lets the answer do. */
  policy: string;
  isSniffed: boolean;
  /** Whether a browser keeps it as a file. */
  isFile: boolean;
  text: string;
}

/** Asks as a browser does that shows what it gets. */
export const ask = async (house: House, path: string): Promise<Answer> => {
  const response = await house.request(path, { headers: { accept: 'text/html,*/*' } });
  const header = (name: string) => response.headers.get(name) ?? '';
  return {
    status: response.status,
    type: header('content-type'),
    policy: header('content-security-policy'),
    isSniffed: header('x-content-type-options') !== 'nosniff',
    isFile: header('content-disposition').startsWith('attachment'),
    text: await response.text(),
  };
};

/** Files that steps left, as they are and as files to keep. */
export const artifactPaths = async (house: House, { execution }: Seeded): Promise<string[]> => {
  const base = `/api/ci/executions/${execution}/artifacts`;
  const { artifacts } = await house.json<{ artifacts: { id: string; name: string }[] }>(base);
  const files = await Promise.all(
    artifacts.map(async ({ id }) => {
      const { entries } = await house.json<{ entries: { path: string }[] }>(`${base}/${id}`);
      return entries.map(({ path }) => `${base}/${id}/files/${path.split('/').map(encodeURIComponent).join('/')}`);
    }),
  );
  const archives = artifacts.map(({ id }) => `${base}/${id}/archive`);
  return [...archives, ...files.flat(), ...files.flat().map(path => `${path}?download=false`)];
};

/** Everything else that gives away what somebody wrote, as it was written. */
export const rawPaths = ({ pipeline, execution, attempt, deliveries }: Seeded): string[] => {
  const logs = `/api/ci/executions/${execution}/logs`;
  return [
    logs,
    `${logs}?download=true`,
    `${logs}?attempt=${attempt}&tail=5`,
    `${logs}/search?q=${encodeURIComponent('<img')}`,
    `/api/ci/executions/${execution}`,
    `/api/ci/executions/${execution}/events`,
    `/api/ci/executions/${execution}/reports`,
    `/api/ci/pipelines/${pipeline}/yaml`,
    `/api/ci/pipelines/${pipeline}/versions/1/yaml`,
    `/api/ci/pipelines/${pipeline}/diff`,
    `/api/webhooks/deliveries/${deliveries.generic}?project=default`,
    '/api/audit/export',
    '/api/openapi.json',
  ];
};
