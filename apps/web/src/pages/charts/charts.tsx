import type { Statistics } from '@switchyard/contracts';
import { useMemo } from 'preact/hooks';
import { spanText } from '../../ui/spans.js';
import { percent } from '../pipelines/standing.js';
import { type Line, Plot } from './plot.js';
import { rateSeries, runSeries, spanSeries } from './series.js';
import css from './charts.module.css';

const runLines: readonly Line[] = [
  { label: 'all', colour: '--good', look: 'bars' },
  { label: 'failed or cancelled', colour: '--quiet', look: 'bars' },
  { label: 'failed', colour: '--bad', look: 'bars' },
];
const spanLines: readonly Line[] = [
  { label: 'half took at most', colour: '--accent', look: 'line' },
  { label: '95 of 100 took at most', colour: '--held', look: 'dashed' },
];
const rateLines: readonly Line[] = [{ label: 'succeeded', colour: '--good', look: 'line' }];

const whole = (n: number): string => (Number.isInteger(n) ? String(n) : '');
const inSeconds = (n: number): string => spanText(n * 1_000);
const inPercent = (n: number): string => percent(n / 100);

/** How executions have been, day by day, in UTC. */
export const Charts = ({ statistics }: { statistics: Statistics }) => {
  const series = useMemo(
    () => ({
      runs: runSeries(statistics),
      rate: rateSeries(statistics),
      duration: spanSeries(statistics, 'duration'),
      queue: spanSeries(statistics, 'queue'),
    }),
    [statistics],
  );
  return (
    <div class={css.charts}>
      <Plot title="Executions per day" series={series.runs} lines={runLines} value={whole} />
      <Plot title="Success rate" series={series.rate} lines={rateLines} value={inPercent} />
      <Plot title="Duration" series={series.duration} lines={spanLines} value={inSeconds} />
      <Plot title="Time in the queue" series={series.queue} lines={spanLines} value={inSeconds} />
    </div>
  );
};
