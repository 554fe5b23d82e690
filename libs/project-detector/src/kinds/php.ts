import { hasAt, textAt } from '../document.js';
import type { Folder } from '../folder.js';
import { type Detector, Sighting } from '../sighting.js';

const needs = (manifest: unknown, name: string): boolean =>
  hasAt(manifest, 'require', name) || hasAt(manifest, 'require-dev', name);

export const php: Detector = folder => {
  if (!folder.has('composer.json')) return undefined;
  const read = folder.json('composer.json');
  const seen = new Sighting('php', folder).called(textAt(read.value, 'name'));
  seen.tool = 'composer';
  seen.seesManifest(read, 'composer.json', 'it defines a PHP package');
  if (folder.has('composer.lock')) seen.sees('lock', 'composer.lock', 'composer wrote it to pin the versions');
  seen.suggests(
    'install',
    'composer install --no-interaction --prefer-dist',
    'composer.json names packages, and composer installs them.',
  );
  suggestLint(seen, folder, read.value);
  suggestTests(seen, folder, read.value);
  if (hasScript(read.value, 'build'))
    seen.suggests('build', 'composer run-script build', 'composer.json has a script "build".');
  return seen;
};

/** A script is a text or a list of texts. */
const hasScript = (manifest: unknown, name: string): boolean => hasAt(manifest, 'scripts', name);

const suggestLint = (seen: Sighting, folder: Folder, manifest: unknown): void => {
  const stan = folder.firstOf('phpstan.neon', 'phpstan.neon.dist', 'phpstan.dist.neon');
  if (hasScript(manifest, 'lint')) {
    seen.sees('command', 'composer.json', 'it has a script "lint"');
    seen.suggests('lint', 'composer run-script lint', 'composer.json has a script "lint".');
  } else if (stan !== undefined && needs(manifest, 'phpstan/phpstan')) {
    seen.sees('setting', stan, 'it holds settings of PHPStan');
    seen.suggests('lint', 'vendor/bin/phpstan analyse', `${stan} holds settings of PHPStan, which composer installs.`);
  }
};

const suggestTests = (seen: Sighting, folder: Folder, manifest: unknown): void => {
  const unit = folder.firstOf('phpunit.xml', 'phpunit.xml.dist', 'phpunit.dist.xml');
  if (unit !== undefined) seen.sees('setting', unit, 'it holds settings of PHPUnit');
  if (hasScript(manifest, 'test')) {
    seen.sees('command', 'composer.json', 'it has a script "test"');
    seen.suggests('test', 'composer run-script test', 'composer.json has a script "test".');
  } else if (needs(manifest, 'pestphp/pest'))
    seen.suggests('test', 'vendor/bin/pest', 'composer installs Pest, which runs the tests.');
  else if (needs(manifest, 'phpunit/phpunit'))
    seen.suggests('test', 'vendor/bin/phpunit', 'composer installs PHPUnit, which runs the tests.');
};
