import type { Weather } from './storm.js';

/** What happened, as lines for people. */
export const summaryOf = ({ kills, runs, violations }: Weather): string[] => {
  const attempts = runs.flatMap(({ view }) => view?.steps.flatMap(step => step.attempts) ?? []);
  const recoveries = kills.flatMap(({ recoveredMs }) => recoveredMs ?? []).sort((a, b) => a - b);
  const worst = Math.max(0, ...recoveries);
  const half = recoveries[Math.floor(recoveries.length / 2)] ?? 0;
  const isPoint = (victim: string) => victim.includes('.');
  return [
    `kills        ${kills.length}: ${table(kills.map(({ victim }) => (isPoint(victim) ? 'at crash points' : victim)))}`,
    `points       ${new Set(kills.map(kill => kill.victim).filter(isPoint)).size} different`,
    `executions   ${runs.length}: ${table(runs.map(({ view }) => view?.status ?? 'not ended'))}`,
    `attempts     ${attempts.length}: ${table(attempts.map(({ status }) => status))}`,
    `slowest      ${seconds(Math.max(0, ...runs.map(run => run.tookMs)))} for one execution`,
    `reconnects   ${runs.reduce((sum, run) => sum + run.reconnects, 0)} of ${runs.length} readers`,
    `recovery     ${seconds(half)} in the middle, ${seconds(worst)} at worst, ${kills.length - recoveries.length} never`,
    `violations   ${violations.length}`,
    ...violations.map(sentence => `  ${sentence}`),
  ];
};

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const table = (words: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} ${count}`).join(', ');
};
