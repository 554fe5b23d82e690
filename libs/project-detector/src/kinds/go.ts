import type { Folder } from '../folder.js';
import { plainWords } from '../plain-words.js';
import { type Detector, Sighting } from '../sighting.js';

export const go: Detector = folder => {
  if (!folder.has('go.mod')) return undefined;
  const text = folder.text('go.mod') ?? '';
  const module = /^module[ \t]+"?([^\s"]{1,300})/m.exec(text)?.[1];
  const version = /^go[ \t]+([\w.]{1,20})/m.exec(text)?.[1];
  const seen = new Sighting('go', folder).called(module);
  seen.tool = 'go';
  seen.seesManifest(folder.plain('go.mod', /^module\b/m), 'go.mod', shownOf(module));
  if (version !== undefined) seen.sees('setting', 'go.mod', `it asks for Go ${version}`);
  if (folder.has('go.sum')) seen.sees('lock', 'go.sum', 'go wrote it to pin the versions');
  suggest(seen, folder);
  return seen;
};

const shownOf = (module: string | undefined): string =>
  module === undefined ? 'it defines a Go module' : `it defines the Go module ${plainWords(module)}`;

const suggest = (seen: Sighting, folder: Folder): void => {
  if (folder.has('go.sum'))
    seen.suggests('install', 'go mod download', 'go.sum pins the modules; they are fetched once.');
  const settings = folder.firstOf('.golangci.yml', '.golangci.yaml', '.golangci.toml');
  if (settings !== undefined) {
    seen.sees('setting', settings, 'it holds settings of golangci-lint');
    seen.suggests('lint', 'golangci-lint run', `${settings} holds settings of golangci-lint.`);
  } else seen.suggests('lint', 'go vet ./...', 'go brings vet, which finds mistakes that compile.');
  const tests = folder.below(/_test\.go$/);
  if (tests !== undefined) {
    seen.sees('sources', tests, 'it is a Go test');
    seen.suggests('test', 'go test ./...', `There are tests, such as ${tests}.`);
  }
  seen.suggests('build', 'go build ./...', 'go builds every package of the module.');
};

/** Modules that are worked on together; each is still built by itself. */
export const goWork: Detector = folder => {
  if (!folder.has('go.work')) return undefined;
  const seen = new Sighting('monorepo', folder);
  seen.tool = 'go.work';
  seen.seesManifest(folder.plain('go.work'), 'go.work', 'it lists Go modules that are worked on together');
  seen.sees('workspace', 'go.work', 'other folders are its parts');
  seen.members = ['**'];
  return seen;
};
