import { mostStatisticsDays } from '@switchyard/contracts';
import { type Clock, reasonOf } from '@switchyard/kernel';
import type { Cache, Store } from '@switchyard/store';
import { loggerOf } from '@switchyard/telemetry';
import { CountEarlier } from './app/statistics/count-earlier.js';
import { ReadStatistics } from './app/statistics/read-statistics.js';
import { StatisticsResponder } from './in/statistics.responder.js';
import { CachedAnswers } from './out/cached-answers.js';
import type { MongoEndedRuns } from './out/mongo-ended-runs.js';
import { MongoEndedExecutions, MongoLiveRuns } from './out/mongo-live-runs.js';

const dayMs = 86_400_000;
const log = loggerOf('execution');

/** What counts executions that have ended, wired. */
export const statisticsPartsOf = (
  connection: Store['connection'],
  clock: Clock,
  ended: MongoEndedRuns,
  cache: Cache,
) => {
  const earlier = new CountEarlier(new MongoEndedExecutions(connection), ended, clock, mostStatisticsDays * dayMs);
  return {
    reading: new ReadStatistics(ended, new MongoLiveRuns(connection), new CachedAnswers(cache), clock),
    /** What stays uncounted now is counted after the next start. */
    countEarlier: (signal: AbortSignal): Promise<void> =>
      earlier.run(signal).then(
        runs => void (runs > 0 && log.info({ runs }, 'earlier executions counted')),
        (error: unknown) => log.warn({ error: reasonOf(error) }, 'earlier executions not counted yet'),
      ),
  };
};

export const statisticsControllers = [StatisticsResponder];

export const statisticsProviders = ({ reading }: ReturnType<typeof statisticsPartsOf>) => [
  { provide: ReadStatistics, useValue: reading },
];
