import type { Folder } from '../folder.js';
import { shellWord } from '../plain-words.js';
import { type Detector, Sighting } from '../sighting.js';

/** What a solution or a project begins with, in any of its formats. */
const mark = /<Project|<Solution|Microsoft Visual Studio Solution File/;
const projectFile = /\.(?:cs|fs|vb)proj$/;

export const dotnet: Detector = folder => {
  const [solution] = folder.matching(/\.slnx?$/);
  const [project] = folder.matching(projectFile);
  const defining = solution ?? project;
  if (defining === undefined) return undefined;
  const seen = new Sighting('dotnet', folder).called(defining.replace(/\.\w+$/, ''));
  seen.tool = 'dotnet';
  seen.seesManifest(folder.plain(defining, mark), defining, `it defines a .NET ${solution ? 'solution' : 'project'}`);
  if (solution !== undefined) {
    const below = folder.below(projectFile);
    if (below !== undefined) seen.sees('workspace', below, 'it is a project of the solution');
    seen.coversBelow = true;
  }
  if (folder.has('global.json')) seen.sees('setting', 'global.json', 'it asks for a version of the .NET SDK');
  suggest(seen, folder, shellWord(defining));
  return seen;
};

const suggest = (seen: Sighting, folder: Folder, file: string): void => {
  seen.suggests('install', `dotnet restore ${file}`, 'It names packages, which are fetched once.');
  if (folder.has('.editorconfig'))
    seen.suggests('lint', `dotnet format ${file} --verify-no-changes`, '.editorconfig says how the code is formatted.');
  const tests = testsOf(folder);
  if (tests !== undefined) {
    seen.sees('sources', tests, 'it is a project of tests');
    seen.suggests('test', `dotnet test ${file} --no-restore`, `There are tests, in ${tests}.`);
  }
  seen.suggests(
    'build',
    `dotnet build ${file} --configuration Release --no-restore`,
    'dotnet builds what is released.',
  );
};

/** A project whose name says so, or one here that brings the test SDK. */
const testsOf = (folder: Folder): string | undefined =>
  folder.below(/[Tt]ests?[^/]*\.(?:cs|fs|vb)proj$/) ??
  folder.matching(projectFile).find(name => folder.text(name)?.includes('Microsoft.NET.Test.Sdk'));
