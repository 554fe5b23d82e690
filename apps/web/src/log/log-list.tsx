import { useSignal } from '@preact/signals';
import type { YardError } from '@switchyard/client';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../ui/button.js';
import { client } from '../data/client.js';
import { linesPerBlock } from './line-index.js';
import type { LogModel } from './log-model.js';
import { LogRow, type RowProps } from './log-row.js';
import css from './log-list.module.css';

type ListProps = Pick<RowProps, 'model' | 'addressOf' | 'onLine'>;

/** The lines that are to be seen, and a few around them. */
export const LogList = (props: ListProps) => {
  const { model } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const sizer = useRef<HTMLDivElement>(null);
  const window = useRef<HTMLDivElement>(null);
  const [first, end] = model.viewport.range.value;
  useLayoutEffect(() => {
    if (!scroller.current || !sizer.current || !window.current) return undefined;
    return model.viewport.attach(scroller.current, sizer.current, window.current);
  }, [model]);
  useLayoutEffect(() => model.viewport.drawn());
  const blocks = Array.from({ length: end - first }, (_, at) => first + at).filter(
    block => model.foldVersion.value >= 0 && isShown(model, block),
  );
  return (
    <>
      <div
        ref={scroller}
        class={`${css.scroller} ${model.isWrapped.value ? css.wrapped : ''}`}
        role="region"
        aria-label="Log"
        tabIndex={0}
        data-log
      >
        <div ref={sizer} class={css.sizer}>
          <div ref={window} class={css.window}>
            {blocks.map(block => (
              <Block key={block} block={block} {...props} />
            ))}
          </div>
        </div>
      </div>
      <div class={css.focus} />
    </>
  );
};

const isShown = ({ hidden, source }: LogModel, block: number): boolean => {
  const from = block * linesPerBlock;
  const lines = source.scan.index.linesIn(block);
  return hidden.countIn(from, from + lines) < lines;
};

const Block = ({ block, ...props }: ListProps & { block: number }) => {
  const { model } = props;
  const place = useRef<HTMLDivElement>(null);
  const fetched = useSignal(0);
  const error = useSignal<YardError | undefined>(undefined);
  useEffect(() => (place.current ? model.viewport.observe(place.current) : undefined), [model]);
  const { source } = model;
  // What it shows hangs on these, and on nothing else that changes.
  const isNew = source.version.value + model.foldVersion.value + fetched.value >= 0;
  const rows = isNew ? source.rowsOf(block) : undefined;
  const fetch = () =>
    source.fetch(block).then(
      () => {
        error.value = undefined;
        fetched.value += 1;
      },
      (failed: YardError) => {
        error.value = failed;
      },
    );
  const isMissing = rows === undefined;
  useEffect(() => {
    if (isMissing) void fetch();
  }, [isMissing, block]);
  return (
    <div ref={place} data-block={block} {...(isMissing ? { style: { height: `${model.estimate(block)}px` } } : {})}>
      {isMissing && <Missing error={error.value} onRetry={fetch} />}
      {rows
        ?.filter(({ line }) => !model.hidden.has(line))
        .map(row => (
          <LogRow key={row.line} row={row} restAddress={restOf(model, row.rest)} {...props} />
        ))}
    </div>
  );
};

const restOf = ({ source }: LogModel, rest: { start: number; end: number } | undefined): string | undefined =>
  rest &&
  client.logs.address(source.executionId, source.attemptId, { offset: rest.start, limit: rest.end - rest.start });

const Missing = ({ error, onRetry }: { error: YardError | undefined; onRetry: () => Promise<void> }) =>
  error ? (
    <p class={css.missing} role="alert">
      These lines could not be loaded: {error.message}. <Button onClick={onRetry}>Try again</Button>
    </p>
  ) : (
    <p class={css.missing}>Loading these lines …</p>
  );
