import type { Folder } from '../folder.js';
import { shellWord } from '../plain-words.js';
import { type Detector, Sighting } from '../sighting.js';

/** Whether a Gemfile, what it pinned, or a gemspec names a gem. */
export const hasGem = (folder: Folder, gem: string): boolean => {
  const files = ['Gemfile', 'Gemfile.lock', ...folder.matching(/\.gemspec$/).slice(0, 3)].filter(name =>
    folder.has(name),
  );
  return files.length > 0 && files.some(name => namesGem(folder.text(name) ?? '', gem));
};

const namesGem = (text: string, gem: string): boolean =>
  new RegExp(`(?:^|[\\s'"(])${gem}(?:$|[\\s'",)])`, 'm').test(text);

export const ruby: Detector = folder => {
  const [gemspec] = folder.matching(/\.gemspec$/);
  if (gemspec === undefined && (!folder.has('Gemfile') || isJekyll(folder))) return undefined;
  const seen = new Sighting('ruby', folder).called(gemspec?.replace(/\.gemspec$/, ''));
  seen.tool = 'bundler';
  if (gemspec !== undefined) seen.seesManifest(folder.plain(gemspec), gemspec, 'it defines a Ruby gem');
  seesBundler(seen, folder);
  suggestLint(seen, folder);
  suggestTests(seen, folder);
  if (gemspec !== undefined)
    seen.suggests('build', `gem build ${shellWord(gemspec)}`, `${gemspec} says how the gem is built.`);
  return seen;
};

/** A site that Jekyll builds is told as one. */
const isJekyll = (folder: Folder): boolean => hasGem(folder, 'jekyll') && !folder.has('Rakefile');

const seesBundler = (seen: Sighting, folder: Folder): void => {
  if (folder.has('Gemfile')) {
    seen.sees('requirements', 'Gemfile', 'it lists Ruby gems for bundler');
    seen.suggests('install', 'bundle install', 'The Gemfile names gems, and bundler installs them.');
  }
  if (folder.has('Gemfile.lock')) seen.sees('lock', 'Gemfile.lock', 'bundler wrote it to pin the versions');
};

const suggestLint = (seen: Sighting, folder: Folder): void => {
  if (folder.has('.rubocop.yml')) seen.sees('setting', '.rubocop.yml', 'it holds settings of RuboCop');
  if (hasGem(folder, 'rubocop')) seen.suggests('lint', 'bundle exec rubocop', 'RuboCop is among the gems.');
};

const suggestTests = (seen: Sighting, folder: Folder): void => {
  if (folder.has('Rakefile')) seen.sees('setting', 'Rakefile', 'it has tasks for rake');
  const rails = folder.below(/^bin\/rails$/);
  if (rails !== undefined) seen.sees('wrapper', rails, 'it is a Rails application');
  if (hasGem(folder, 'rspec') || hasGem(folder, 'rspec-rails')) {
    const spec = folder.below(/^spec\/.*_spec\.rb$/);
    seen.sees('dependency', spec ?? folder.firstOf('Gemfile') ?? 'Rakefile', 'RSpec is asked for');
    seen.suggests('test', 'bundle exec rspec', 'RSpec is among the gems.');
  } else if (rails !== undefined && folder.below(/^test\/.*_test\.rb$/) !== undefined)
    seen.suggests('test', 'bin/rails test', 'It is a Rails application with tests below test/.');
  else suggestRake(seen, folder.text('Rakefile') ?? '');
};

const suggestRake = (seen: Sighting, rakefile: string): void => {
  if (/TestTask|task\s{1,4}:?["']?test\b/.test(rakefile))
    seen.suggests('test', 'bundle exec rake test', 'The Rakefile has a task "test".');
  else if (/RSpec::Core::RakeTask/.test(rakefile))
    seen.suggests('test', 'bundle exec rake spec', 'The Rakefile has a task for RSpec.');
};
