import type { Folder } from '../folder.js';
import { type Detector, Sighting } from '../sighting.js';

/** Plug-ins that check, by a word in the build file, with the goal or task that lets them. */
const mavenChecks: readonly [word: string, goal: string][] = [
  ['maven-checkstyle-plugin', 'checkstyle:check'],
  ['spotless-maven-plugin', 'spotless:check'],
];
const gradleChecks: readonly [word: RegExp, task: string][] = [
  [/spotless/, 'spotlessCheck'],
  [/ktlint/, 'ktlintCheck'],
  [/detekt/, 'detekt'],
  [/['"(]checkstyle['")]/, 'checkstyleMain'],
];

export const maven: Detector = folder => {
  if (!folder.has('pom.xml')) return undefined;
  const text = folder.text('pom.xml') ?? '';
  const seen = new Sighting('maven', folder).called(artifactOf(text));
  seen.seesManifest(folder.plain('pom.xml', /<project\b/), 'pom.xml', 'it defines a Maven project');
  const wrapper = folder.has('mvnw');
  if (wrapper) seen.sees('wrapper', 'mvnw', 'it brings its own Maven');
  seen.tool = wrapper ? 'mvnw' : 'mvn';
  const program = `${wrapper ? './mvnw' : 'mvn'} --batch-mode`;
  if (text.includes('<modules>')) {
    seen.sees('workspace', 'pom.xml', 'it lists modules that are built with it');
    seen.workspaceFile = 'pom.xml';
    seen.coversBelow = true;
  }
  for (const [word, goal] of mavenChecks)
    if (text.includes(word)) seen.suggests('lint', `${program} ${goal}`, `pom.xml has the ${word}.`);
  if (seesTests(seen, folder)) seen.suggests('test', `${program} test`, 'Maven runs the tests below src/test.');
  seen.suggests('build', `${program} package -DskipTests`, 'Maven builds the package; the tests have run.');
  return seen;
};

/** The first one that is not the parent's. */
const artifactOf = (text: string): string | undefined => {
  const own = text.slice(Math.max(0, text.indexOf('</parent>')));
  return /<artifactId>([^<]{1,200})<\/artifactId>/.exec(own)?.[1];
};

const seesTests = (seen: Sighting, folder: Folder): boolean => {
  const tests = folder.below(/(?:^|\/)src\/test\/.+\.(?:java|kt|groovy|scala)$/);
  if (tests !== undefined) seen.sees('sources', tests, 'it is a test');
  return tests !== undefined;
};

const buildFiles = ['build.gradle.kts', 'build.gradle'] as const;
const settingsFiles = ['settings.gradle.kts', 'settings.gradle'] as const;

export const gradle: Detector = folder => {
  const build = folder.firstOf(...buildFiles);
  const settings = folder.firstOf(...settingsFiles);
  const defining = build ?? settings;
  if (defining === undefined) return undefined;
  const seen = new Sighting('gradle', folder).called(rootName(folder, settings));
  const language = defining.endsWith('.kts') ? 'Kotlin' : 'Groovy';
  seen.seesManifest(folder.plain(defining), defining, `it defines a Gradle build in ${language}`);
  const wrapper = folder.has('gradlew');
  if (wrapper) seen.sees('wrapper', 'gradlew', 'it brings its own Gradle');
  seen.tool = wrapper ? 'gradlew' : 'gradle';
  if (settings !== undefined) {
    seen.sees('workspace', settings, 'everything below is part of this build');
    seen.coversBelow = true;
  }
  suggestGradle(seen, folder, wrapper ? './gradlew' : 'gradle', build === undefined ? '' : (folder.text(build) ?? ''));
  return seen;
};

const suggestGradle = (seen: Sighting, folder: Folder, program: string, text: string): void => {
  for (const [word, task] of gradleChecks)
    if (word.test(text)) seen.suggests('lint', `${program} ${task}`, `The build file applies the plug-in of ${task}.`);
  if (seesTests(seen, folder)) seen.suggests('test', `${program} test`, 'Gradle runs the tests below src/test.');
  seen.suggests('build', `${program} assemble`, 'Gradle builds everything; the tests have run.');
};

const rootName = (folder: Folder, settings: string | undefined): string | undefined =>
  settings === undefined
    ? undefined
    : /rootProject\.name\s{0,9}=\s{0,9}["']([^"'\n]{1,200})["']/.exec(folder.text(settings) ?? '')?.[1];
