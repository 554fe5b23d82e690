/**
 * How much each kind of evidence says on its own that there is a project of its kind, from 0 (nothing) to 1 (certain).
 * This table and `confidenceOf` are the whole rule; docs/init.md shows both.
 */
export const weights = {
  /** The file that defines such a project, and it could be read: package.json, Cargo.toml, pom.xml, *.tf. */
  manifest: 0.8,
  /** The same file, whose content is not known. */
  unread: 0.6,
  /** The same file, which cannot be read as what its name says. */
  broken: 0.35,
  /** A file that names what is needed and does not define a project: requirements.txt, Gemfile. */
  requirements: 0.6,
  /** What a tool of this kind wrote to pin versions: package-lock.json, Cargo.lock, go.sum. */
  lock: 0.5,
  /** The tool itself, which lies in the checkout: mvnw, gradlew, bin/rails. */
  wrapper: 0.5,
  /** It lists other folders of the checkout as its parts. */
  workspace: 0.6,
  /** A folder that is a project by itself, for the monorepo that has it. */
  part: 0.4,
  /** A setting of a tool that only this kind uses: tsconfig.json, phpunit.xml, .rubocop.yml. */
  setting: 0.3,
  /** A dependency that only this kind has: pytest, rspec, astro. */
  dependency: 0.3,
  /** A command that its authors have written down: a script, a task. */
  command: 0.2,
  /** Sources of this kind beside what defines it. */
  sources: 0.2,
  /** A page that a browser would open first. Many things have one. */
  page: 0.4,
} as const;
export type Role = keyof typeof weights;

/** The surest that anything can be: nobody has built it yet. */
const mostSure = 0.99;
/** Below this a project is told and gets no steps. */
export const leastForSteps = 0.5;

/** Each piece of evidence takes its share of the doubt that the others leave: 1 - (1 - a)(1 - b)(1 - c)… */
export const confidenceOf = (each: readonly number[]): number => {
  const doubt = each.reduce((left, weight) => left * (1 - weight), 1);
  return Math.min(mostSure, Math.round((1 - doubt) * 100) / 100);
};
