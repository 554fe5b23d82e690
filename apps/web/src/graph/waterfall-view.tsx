import { isFinal } from '@switchyard/contracts/statuses';
import { now } from '../ui/now.js';
import { spanText } from '../ui/spans.js';
import { Status } from '../ui/status.js';
import type { GraphProps } from './graph-view.js';
import { useWidth } from './use-width.js';
import { type Span, ticksOf, waterfallOf, type Waterfall, type WaterfallRow } from './waterfall.js';
import css from './waterfall-view.module.css';

const words: Record<Span['kind'], string> = {
  waiting: 'waited',
  queued: 'queued',
  running: 'ran',
  failed: 'ran and failed',
};

/** When each step waited, was queued and ran, and which of them the whole depended on. */
export const WaterfallView = ({ view, asOf, chosen, hrefOf }: GraphProps) => {
  const { place, width } = useWidth();
  const until = asOf === undefined ? (isFinal(view.status) ? 0 : now.value) : Date.parse(asOf);
  const fall = waterfallOf(view, Math.max(until, Date.parse(view.finishedAt ?? view.createdAt)));
  return (
    <div ref={place} class={css.scroll}>
      <Legend fall={fall} />
      <div class={css.fall}>
        <Scale fall={fall} most={Math.max(2, Math.floor((width - 220) / 110))} />
        <ol class={css.rows}>
          {fall.rows.map(row => (
            <Row key={row.id} row={row} fall={fall} href={hrefOf(row.id)} isChosen={row.id === chosen} />
          ))}
        </ol>
      </div>
    </div>
  );
};

const Legend = ({ fall: { totals, from, to } }: { fall: Waterfall }) => (
  <p class={css.legend}>
    <span class={css.sum}>
      {spanText(to - from)} in all; on the critical path steps ran {spanText(totals.runningMs)}, were queued{' '}
      {spanText(totals.queuedMs)} and waited {spanText(totals.waitingMs)}
    </span>
    {(['waiting', 'queued', 'running', 'failed'] as const).map(kind => (
      <span key={kind} class={css.key}>
        <i class={css[kind]} /> {kind}
      </span>
    ))}
    <span class={css.key}>
      <i class={css.path} /> critical path
    </span>
  </p>
);

const Scale = ({ fall: { from, to }, most }: { fall: Waterfall; most: number }) => (
  <div class={css.scale} aria-hidden="true">
    {ticksOf(to - from, most).map(ms => (
      <span key={ms} style={{ left: `${(ms / (to - from)) * 100}%` }}>
        {ms === 0 ? '0' : spanText(ms).replace('.0 s', ' s')}
      </span>
    ))}
  </div>
);

const Row = ({
  row,
  fall,
  href,
  isChosen,
}: {
  row: WaterfallRow;
  fall: Waterfall;
  href: string;
  isChosen: boolean;
}) => (
  <li class={row.isCritical ? css.critical : undefined}>
    <a href={href} aria-current={isChosen ? 'step' : undefined}>
      <span class={css.name}>
        <Status status={row.status} size="icon" />
        <span class={css.label}>{row.name}</span>
      </span>
      <span class={css.track}>
        {row.spans.map(span => (
          <i
            key={`${span.kind} ${span.from}`}
            class={css[span.kind]}
            style={{
              left: `${((span.from - fall.from) / (fall.to - fall.from)) * 100}%`,
              width: `${((span.to - span.from) / (fall.to - fall.from)) * 100}%`,
            }}
            title={spoken(span)}
          />
        ))}
      </span>
      <span class="heard">
        {row.spans.map(spoken).join(', ')}
        {row.isCritical ? '; on the critical path' : ''}
      </span>
    </a>
  </li>
);

const spoken = ({ kind, from, to, n }: Span): string =>
  `${words[kind]} ${spanText(to - from)}${n !== undefined && n > 1 ? ` (attempt ${n})` : ''}`;
