import type { Folder } from '../folder.js';
import { plainWords, shellWord } from '../plain-words.js';
import { type Detector, Sighting } from '../sighting.js';

const dockerfile = /^(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.[Dd]ockerfile$/;
const most = 8;

export const docker: Detector = folder => {
  const files = folder.matching(dockerfile).filter(name => !name.endsWith('.dockerignore'));
  if (files.length === 0) return undefined;
  const seen = new Sighting('docker', folder);
  seen.tool = 'docker';
  for (const name of files.slice(0, most)) see(seen, folder, name);
  const composed = folder.firstOf('compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml');
  if (composed !== undefined) seen.sees('setting', composed, 'it says how the containers run together');
  return seen;
};

const see = (seen: Sighting, folder: Folder, name: string): void => {
  const text = folder.text(name);
  const from = /^[ \t]*FROM[ \t]+(?:--platform=\S{1,80}[ \t]+)?(\S{1,300})/im.exec(text ?? '')?.[1];
  const read = folder.plain(name, /^[ \t]*FROM[ \t]/im);
  const shows =
    from === undefined ? 'it says how an image is built' : `it builds an image on top of ${plainWords(from)}`;
  seen.seesManifest(read, name, shows);
  if (read.state === 'broken') return;
  const file = name === 'Dockerfile' ? '' : `--file ${shellWord(name)} `;
  seen.suggests(
    'package',
    `docker build ${file}--tag ${tagOf(folder, name)} .`,
    `${name} says how the image is built.`,
    name,
  );
};

/** The folder, and what sets this file apart from others. */
const tagOf = (folder: Folder, name: string): string => {
  const place = folder.path === '.' ? 'image' : folder.path;
  const part = name.replace(/^(?:Dockerfile|Containerfile)\.?|\.dockerfile$/gi, '');
  const words = `${place.split('/').slice(-2).join('-')}${part === '' ? '' : `-${part}`}`.toLowerCase();
  const tag = words
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '');
  return `${tag || 'image'}:"\${YARD_COMMIT:-latest}"`;
};
