import type { DetectedProject, StepPurpose, SuggestedCommand } from '@switchyard/contracts';

/** One step of the pipeline that is written. */
export interface WrittenStep {
  name: string;
  directory: string;
  run: string;
  why: string;
}
export interface WrittenStage {
  name: StepPurpose;
  steps: WrittenStep[];
}

const purposes: readonly StepPurpose[] = ['install', 'lint', 'test', 'build', 'package'];
/** A step's name may be longer; nobody reads it then. */
const longestLabel = 60;

/** A stage for each purpose that any project has a command for, with its steps by folder. */
export const stagesOf = (projects: readonly DetectedProject[]): WrittenStage[] => {
  const names = new Set<string>();
  return purposes.flatMap(name => {
    const wanted = commandsFor(name, projects);
    const steps = wanted.map(one => ({
      name: stepName(name, one, wanted.length === 1, names),
      directory: one.project.directory,
      run: one.command.run,
      why: one.command.why,
    }));
    return steps.length === 0 ? [] : [{ name, steps }];
  });
};

interface Wanted {
  project: DetectedProject;
  command: SuggestedCommand;
}

/** Two kinds may ask for the same in one folder: a site and the package that builds it. */
const commandsFor = (purpose: StepPurpose, projects: readonly DetectedProject[]): Wanted[] => {
  const found = new Map<string, Wanted>();
  for (const project of projects)
    for (const command of project.commands) {
      const key = `${project.directory}\0${command.run}`;
      if (command.purpose === purpose && !found.has(key)) found.set(key, { project, command });
    }
  return [...found.values()];
};

/** Such as `test`, `test web`, `test web go`, and never one that another step has. */
const stepName = (purpose: string, { project, command }: Wanted, isAlone: boolean, taken: Set<string>): string => {
  const { directory, kind, tool = kind } = project;
  const place = directory === '.' ? tool : directory;
  const label = place.length > longestLabel ? `…${[...place].slice(1 - longestLabel).join('')}` : place;
  const candidates = [
    ...(isAlone ? [purpose] : []),
    `${purpose} ${label}`,
    `${purpose} ${label} ${command.name ?? tool}`,
    `${purpose} ${label} ${tool} ${kind}`,
  ];
  const free = candidates.find(one => !taken.has(one)) ?? numbered(candidates.at(-1) ?? purpose, taken);
  taken.add(free);
  return free;
};

const numbered = (name: string, taken: ReadonlySet<string>): string => {
  for (let n = 2; ; n += 1) if (!taken.has(`${name} ${n}`)) return `${name} ${n}`;
};
