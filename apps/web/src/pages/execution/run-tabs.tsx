import { Tabs } from '../../ui/tabs.js';
import { AboutTab } from './about-tab.js';
import type { TabId } from './address.js';
import { ArtifactsTab } from './artifacts-tab.js';
import { EventsTab } from './events-tab.js';
import { FindingsTab } from './findings-tab.js';
import type { Look } from './look.js';
import { StepsTab } from './steps-tab.js';
import { TestsTab } from './tests-tab.js';

const titles: Record<TabId, string> = {
  steps: 'Steps',
  artifacts: 'Artifacts',
  tests: 'Tests',
  findings: 'Findings',
  events: 'Events',
  about: 'About',
};

/** What a tab has, as far as the state of the execution says. */
const countsIn = ({ view }: Look): Partial<Record<TabId, number>> => {
  const notes = view.steps.flatMap(step => step.attempts.flatMap(({ artifacts = [] }) => artifacts));
  const sumOf = (pick: (report: NonNullable<(typeof notes)[number]['report']>) => number | undefined) =>
    notes.reduce((sum, { report }) => sum + ((report && pick(report)) ?? 0), 0);
  return {
    steps: view.steps.length,
    artifacts: notes.length,
    tests: sumOf(report => report.tests),
    findings: sumOf(report => report.findings),
    events: view.rev,
  };
};

export const RunTabs = ({ look }: { look: Look }) => {
  const { place, seen } = look;
  const counts = countsIn(look);
  const tabs = (Object.keys(titles) as TabId[]).map(id => {
    const count = counts[id];
    return { id, title: titles[id], ...(count === undefined || count === 0 ? {} : { count }) };
  });
  return (
    <>
      <Tabs
        label="Parts of the execution"
        tabs={tabs}
        current={seen.tab}
        hrefOf={id => place.here({ tab: id === 'steps' ? undefined : id })}
      />
      <Inside look={look} />
    </>
  );
};

const Inside = ({ look }: { look: Look }) => {
  switch (look.seen.tab) {
    case 'steps':
      return <StepsTab look={look} />;
    case 'artifacts':
      return <ArtifactsTab look={look} />;
    case 'tests':
      return <TestsTab look={look} />;
    case 'findings':
      return <FindingsTab look={look} />;
    case 'events':
      return <EventsTab look={look} />;
    case 'about':
      return <AboutTab look={look} />;
  }
};
