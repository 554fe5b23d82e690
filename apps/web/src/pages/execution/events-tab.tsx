import type { YardEvent } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { exactText, spanText } from '../../ui/spans.js';
import { eventText } from './event-text.js';
import css from './execution.module.css';
import lists from './lists.module.css';
import { Late } from './late.js';
import type { Look } from './look.js';

/** So many at once stay quick on a phone. */
const page = 300;

/** Everything that happened, the newest first; each is a moment that can be looked at. */
export const EventsTab = ({ look }: { look: Look }) => {
  const { run, view } = look;
  const shown = useSignal(page);
  if (run.known.value === 0) return <Late isAway={run.isAway.value} what="events" />;
  const all = run.history.events;
  const newest = all.slice(Math.max(0, all.length - shown.value)).toReversed();
  return (
    <div class={css.part}>
      <div class={css.end}>
        <CopyAs commands={{ request: `GET /api/ci/executions/${view.id}/events` }} />
      </div>
      <ol class={lists.events} reversed start={all.length}>
        {newest.map(event => (
          <Row key={event.id} event={event} look={look} />
        ))}
      </ol>
      {shown.value < all.length && (
        <Button onClick={() => (shown.value += page)}>Show {Math.min(page, all.length - shown.value)} more</Button>
      )}
    </div>
  );
};

const Row = ({ event, look }: { event: YardEvent; look: Look }) => {
  const { rev } = event.data;
  const time = Date.parse(event.time);
  const since = time - Date.parse(look.view.createdAt);
  return (
    <li>
      <a href={look.place.here({ at: rev })} aria-current={look.seen.at === rev ? 'true' : undefined}>
        <span class={lists.number}>{rev}</span>
        <time dateTime={event.time} title={exactText(time)}>
          +{spanText(since)}
        </time>
        <code>{event.type}</code>
        <span class={lists.what}>{eventText(event, look.view)}</span>
      </a>
    </li>
  );
};
