import type { LatestRun } from '@switchyard/contracts';
import { usePlace } from '../../shell/use-place.js';
import { Bars } from '../../ui/bars.js';
import { exactText, spanText } from '../../ui/spans.js';
import { lookOf } from '../../ui/status-look.js';

/** The last runs, oldest first; each leads to its execution. */
export const RunBars = ({ label, runs }: { label: string; runs: readonly LatestRun[] }) => {
  const { to } = usePlace();
  if (runs.length === 0) return <>–</>;
  const bars = runs.toReversed().map(({ id, status, ms, createdAt, branch }) => ({
    key: id,
    status,
    size: ms ?? 0,
    title: [lookOf(status).word, branch, ms === undefined ? undefined : spanText(ms), exactText(Date.parse(createdAt))]
      .filter(Boolean)
      .join(', '),
    href: to(`/executions/${id}`),
  }));
  return <Bars label={label} bars={bars} />;
};
