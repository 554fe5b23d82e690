import { textAt } from '../document.js';
import type { Folder } from '../folder.js';
import { type Detector, Sighting } from '../sighting.js';
import { hasDependency } from './node.js';
import { scriptRun, toolOf } from './node-tools.js';
import { hasGem } from './ruby.js';

/** Packages that build sites; Vite builds other things too, and counts with a page of its own. */
const builders = ['astro', '@11ty/eleventy', 'gatsby', 'vitepress', '@docusaurus/core', 'vite'] as const;

export const staticSite: Detector = folder => hugo(folder) ?? jekyll(folder) ?? built(folder) ?? plain(folder);

const hugo = (folder: Folder): Sighting | undefined => {
  const settings = folder.firstOf('hugo.toml', 'hugo.yaml', 'hugo.json') ?? olderHugo(folder);
  if (settings === undefined) return undefined;
  const seen = new Sighting('static-site', folder);
  seen.tool = 'hugo';
  seen.seesManifest(folder.plain(settings), settings, 'it holds the settings of a site for Hugo');
  const page = folder.below(/^content\/.+\.md$/);
  if (page !== undefined) seen.sees('sources', page, 'it is a page of the site');
  return seen.suggests('build', 'hugo --minify', `${settings} holds the settings of a site for Hugo.`);
};

/** Before it was called hugo.toml, the file had a name that many tools use. */
const olderHugo = (folder: Folder): string | undefined =>
  folder.has('config.toml') && folder.below(/^(?:archetypes|layouts|themes)\//) && folder.below(/^content\/.+\.md$/)
    ? 'config.toml'
    : undefined;

const jekyll = (folder: Folder): Sighting | undefined => {
  const isAsked = hasGem(folder, 'jekyll') || hasGem(folder, 'github-pages');
  const layout = folder.below(/^_(?:posts|layouts|includes)\//);
  if (!folder.has('_config.yml') || (!isAsked && layout === undefined)) return undefined;
  const seen = new Sighting('static-site', folder);
  seen.tool = 'jekyll';
  seen.seesManifest(folder.plain('_config.yml'), '_config.yml', 'it holds the settings of a site for Jekyll');
  if (layout !== undefined) seen.sees('sources', layout, 'it is a part of the site');
  const run = folder.has('Gemfile') ? 'bundle exec jekyll build' : 'jekyll build';
  if (folder.has('Gemfile')) {
    seen.sees('dependency', 'Gemfile', 'it lists Ruby gems for bundler');
    seen.suggests('install', 'bundle install', 'The Gemfile names gems, and bundler installs them.');
  }
  return seen.suggests('build', run, '_config.yml holds the settings of a site for Jekyll.');
};

/** Told beside the Node package that builds it; the step is that package's own. */
const built = (folder: Folder): Sighting | undefined => {
  if (!folder.has('package.json')) return undefined;
  const manifest = folder.json('package.json').value;
  const builder = builders.find(name => hasDependency(manifest, name));
  if (builder === undefined || textAt(manifest, 'scripts', 'build') === undefined) return undefined;
  if (builder === 'vite' && !folder.has('index.html')) return undefined;
  const seen = new Sighting('static-site', folder);
  seen.tool = builder;
  seen.sees('dependency', 'package.json', `it builds a site with ${builder}`);
  const [settings] = folder.matching(
    /^(?:astro|vite|gatsby|docusaurus|eleventy|\.eleventy)(?:[.-]config)?\.[cm]?[jt]s$/,
  );
  if (settings !== undefined) seen.sees('setting', settings, `it holds settings of ${builder}`);
  if (folder.has('index.html')) seen.sees('page', 'index.html', 'it is the page that is built');
  seen.sees('command', 'package.json', 'it has a script "build"');
  return seen.suggests(
    'build',
    scriptRun(toolOf(folder) ?? 'npm', 'build'),
    `The script "build" makes the site, with ${builder}.`,
  );
};

/** Pages as they are. Other projects have such a page too, so it yields to them. */
const plain = (folder: Folder): Sighting | undefined => {
  if (!folder.has('index.html')) return undefined;
  const seen = new Sighting('static-site', folder);
  seen.tool = 'html';
  seen.sees('page', 'index.html', 'it is the page that a browser opens first');
  const [other] = folder.matching(/\.html?$/).filter(name => name !== 'index.html');
  if (other !== undefined) seen.sees('sources', other, 'it is another page');
  const style = folder.below(/\.css$/);
  if (style !== undefined) seen.sees('sources', style, 'it is a style sheet');
  seen.coversBelow = true;
  return seen.suggests(
    'lint',
    'test -s index.html',
    'There is nothing to build; the page must be there and not empty.',
  );
};

/** Whether it is a site of plain pages. */
export const isPlainSite = ({ kind, tool }: Sighting): boolean => kind === 'static-site' && tool === 'html';
