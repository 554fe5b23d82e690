import type { ExecutionView, YardEvent } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { exactText } from '../../ui/spans.js';
import { eventText } from './event-text.js';
import css from './execution.module.css';
import { movedBy } from './history.js';
import type { Look } from './look.js';

/** A run is played within about so long, and no event shorter than a glance. */
const wholeMs = 12_000;
const glanceMs = 120;
const longestMs = 700;
/** Browsers refuse addresses that change too often. */
const writtenMs = 200;

/** The run as it was after each event. @param now the execution as it is. */
export const Slider = ({ look, now }: { look: Look; now: ExecutionView }) => {
  const { run, seen } = look;
  const last = Math.max(run.known.value, 1);
  const isLoaded = run.known.value >= Math.min(now.rev, seen.at ?? now.rev) && run.known.value > 0;
  const { at, move } = useMoment(look, last);
  const playing = useSignal(false);
  usePlay(playing, at, last, move);
  if (!isLoaded) return null;
  const event = run.history.events[at - 1];
  return (
    <section class={css.slider} aria-label="History">
      <div class={css.sliderRow}>
        <Button
          icon={playing.value ? 'pause' : 'play'}
          label={playing.value ? 'Stop playing' : 'Play what happened'}
          onClick={() => (playing.value = !playing.value)}
        />
        <Button icon="left" label="One event back" disabled={at <= 1} onClick={() => move(at - 1)} />
        <input
          type="range"
          min={1}
          max={last}
          value={at}
          aria-label="Event"
          aria-valuetext={event ? `event ${at} of ${last}: ${eventText(event, look.view)}` : undefined}
          onInput={({ currentTarget }) => move(Number(currentTarget.value))}
          onKeyDown={event => {
            const to = movedBy(event.key, at, last);
            if (to === undefined) return;
            event.preventDefault();
            move(to);
          }}
        />
        <Button icon="right" label="One event on" disabled={at >= last} onClick={() => move(at + 1)} />
        <Button
          look={seen.at === undefined ? 'usual' : 'main'}
          disabled={seen.at === undefined}
          onClick={() => move(undefined)}
        >
          Now
        </Button>
      </div>
      {event && <Moment event={event} at={at} last={last} look={look} isNow={seen.at === undefined && at === last} />}
    </section>
  );
};

const Moment = ({
  event,
  at,
  last,
  look,
  isNow,
}: {
  event: YardEvent;
  at: number;
  last: number;
  look: Look;
  isNow: boolean;
}) => (
  <p class={css.moment}>
    <strong>
      {isNow ? 'Now' : `After event ${at}`} <span class={css.of}>of {last}</span>
    </strong>
    <time dateTime={event.time}>{exactText(Date.parse(event.time)).slice(11, 19)}</time>
    <span>{eventText(event, look.view)}</span>
  </p>
);

/** Where the slider stands: at once here, and a moment later in the address. */
const useMoment = ({ place, seen }: Look, last: number) => {
  const ahead = useSignal<number | undefined>(undefined);
  const write = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef(place);
  newest.current = place;
  useEffect(() => () => clearTimeout(write.current), []);
  const wanted = useRef<number | undefined>(undefined);
  const put = () => {
    clearTimeout(write.current);
    write.current = undefined;
    ahead.value = undefined;
    newest.current.set({ at: wanted.current });
  };
  const move = (to: number | undefined): void => {
    wanted.current = to;
    if (to === undefined) return put();
    ahead.value = to;
    write.current ??= setTimeout(put, writtenMs);
  };
  return { at: Math.min(ahead.value ?? seen.at ?? last, last), move };
};

const usePlay = (playing: { value: boolean }, at: number, last: number, move: (to: number) => void): void => {
  const newest = useRef({ at, move });
  newest.current = { at, move };
  const isPlaying = playing.value;
  useEffect(() => {
    if (!isPlaying) return undefined;
    // From the end it begins anew.
    if (newest.current.at >= last) newest.current.move(1);
    const timer = setInterval(
      () => {
        const { at: here, move: go } = newest.current;
        if (here >= last) playing.value = false;
        else go(here + 1);
      },
      Math.min(Math.max(wholeMs / last, glanceMs), longestMs),
    );
    return () => clearInterval(timer);
  }, [isPlaying, last]);
};
