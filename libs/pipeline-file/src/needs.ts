import { cycleInWords, findCycle } from './cycle.js';
import { closest } from './did-you-mean.js';
import type { StageModel, StepModel } from './model.js';
import type { PlacedStage } from './placed-stages.js';
import type { Report } from './report.js';

interface Site {
  step: StepModel;
  stage: number;
  wanted: string[];
  nameAt: number;
  needsAt: number;
  path: string;
}

/** Turns the names in `needs` into ids, and refuses what could never run. */
export const resolveNeeds = (stages: StageModel[], raw: PlacedStage[], report: Report): void => {
  const sites = sitesOf(stages, raw);
  const byName = uniqueSteps(sites, report);
  for (const site of sites) {
    for (const [index, wanted] of site.wanted.entries()) {
      const target = byName.get(wanted);
      if (target && target.stage <= site.stage) site.step.needs.push(target.step.id);
      else refuse(site, `${site.path}.needs[${index}]`, wanted, { target, known: [...byName.keys()] }, report);
    }
  }
  const cycle = findCycle(new Map(sites.map(({ step }) => [step.id, step.needs])));
  if (!cycle) return;
  const names = cycle.map(id => sites.find(site => site.step.id === id)?.step.name ?? id);
  const first = sites.find(site => site.step.id === cycle[0]);
  report.add(first?.needsAt ?? 0, `${first?.path ?? ''}.needs`, {
    code: 'cycle',
    message: cycleInWords(names),
    suggestion: 'remove one of these needs',
  });
};

const sitesOf = (stages: StageModel[], raw: PlacedStage[]): Site[] =>
  stages.flatMap(({ steps }, stage) =>
    steps.map((step, index) => {
      const placed = raw[stage];
      const source = placed?.stage.values.steps?.[index];
      const at = source?.at ?? (() => 0);
      const path = `${placed?.steps ?? ''}[${index}]`;
      return { step, stage, wanted: source?.values.needs ?? [], nameAt: at('name'), needsAt: at('needs'), path };
    }),
  );

const uniqueSteps = (sites: Site[], report: Report): Map<string, Site> => {
  const byName = new Map<string, Site>();
  for (const site of sites) {
    const { name } = site.step;
    const other = byName.get(name);
    // The same name in two stages is clear enough, until somebody needs it.
    if (name && other?.stage === site.stage)
      report.add(site.nameAt, `${site.path}.name`, {
        code: 'duplicate-name',
        message: `two steps are called ${JSON.stringify(name)}`,
        suggestion: 'give each step of a stage its own name',
      });
    if (!other) byName.set(name, site);
  }
  return byName;
};

interface Looked {
  target: Site | undefined;
  known: string[];
}

const refuse = (site: Site, path: string, wanted: string, { target, known }: Looked, report: Report): void => {
  if (report.isFull) return;
  const near = closest(wanted, known);
  if (target)
    report.add(site.needsAt, path, {
      code: 'later-stage',
      message: `step ${site.step.name} needs ${wanted}, which belongs to a later stage`,
      suggestion: 'needs name steps of the same or an earlier stage',
    });
  else
    report.add(site.needsAt, path, {
      code: 'unknown-step',
      message: `step ${site.step.name} needs ${JSON.stringify(wanted)}, and no step is called that`,
      suggestion: near ? `did you mean ${near}?` : `the steps are ${known.slice(0, 10).join(', ')}`,
    });
};
