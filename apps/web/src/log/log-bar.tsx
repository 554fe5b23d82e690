import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { client } from '../data/client.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Icon } from '../ui/icons.js';
import type { LogModel } from './log-model.js';
import { countOf, longestWanted } from './search.js';
import css from './log-bar.module.css';

/** Typing is over when no key came for this long. */
const typedMs = 250;

/** What can be done with a log. */
export const LogBar = ({ model, input }: { model: LogModel; input: RefObject<HTMLInputElement | null> }) => (
  <div class={css.bar} role="group" aria-label="Log controls">
    <SearchField model={model} input={input} />
    <div class={css.controls}>
      <ErrorButton model={model} />
      <GroupButton model={model} />
      {isOpen(model) && (
        <Button pressed={model.isFollowing.value} title="f" onClick={() => model.follow(!model.isFollowing.value)}>
          Follow
        </Button>
      )}
      <Button pressed={model.isWrapped.value} title="w" onClick={() => model.setWrapped(!model.isWrapped.value)}>
        Wrap
      </Button>
      <Button
        pressed={model.hasTimes.value}
        title="When lines came to this page (t). The platform keeps no time of single lines."
        onClick={() => (model.hasTimes.value = !model.hasTimes.value)}
      >
        Times
      </Button>
      <Files model={model} />
    </div>
  </div>
);

const isOpen = ({ source }: LogModel): boolean => source.state.value === 'following';

const Files = ({ model: { source } }: { model: LogModel }) => (
  <>
    <ButtonLink href={client.logs.address(source.executionId, source.attemptId)} icon="link">
      Raw
    </ButtonLink>
    <ButtonLink
      href={client.logs.address(source.executionId, source.attemptId, { download: true })}
      icon="download"
      download
    >
      Download
    </ButtonLink>
  </>
);

const ErrorButton = ({ model }: { model: LogModel }) => {
  const count = model.source.version.value >= 0 ? model.source.scan.errors.length : 0;
  if (count === 0) return null;
  return (
    <Button icon="cross" title="e" onClick={() => goToError(model)}>
      {model.errorsSeen.value === 0
        ? 'First error'
        : `Error ${model.errorsSeen.value} of ${count.toLocaleString('en')}`}
    </Button>
  );
};

export const goToError = (model: LogModel): void => {
  const line = model.nextError();
  if (line !== undefined) model.goTo(line);
};

const GroupButton = ({ model }: { model: LogModel }) => {
  const { folds } = model.source.scan;
  if (model.source.version.value < 0 || model.foldVersion.value < 0 || folds.all.length === 0) return null;
  const areClosed = folds.all.every(fold => folds.isClosed(fold));
  return (
    <Button icon={areClosed ? 'down' : 'up'} onClick={() => model.setAllFolds(!areClosed)}>
      {areClosed ? 'Open groups' : 'Close groups'}
    </Button>
  );
};

const SearchField = ({ model, input }: { model: LogModel; input: RefObject<HTMLInputElement | null> }) => {
  const { search } = model;
  const text = useSignal('');
  useEffect(() => {
    const later = setTimeout(() => {
      if (text.value !== search.wanted.value) void look(model, text.value);
    }, typedMs);
    return () => clearTimeout(later);
  }, [text.value, model]);
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // Of a search field the browser would clear the text: what was found stays, and `n` goes through it.
    event.preventDefault();
    if (event.key === 'Escape') return document.querySelector<HTMLElement>('[data-log]')?.focus();
    if (text.value === search.wanted.value) step(model, event.shiftKey ? -1 : 1);
    else void look(model, text.value);
  };
  return (
    <div class={css.search} role="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        class={css.field}
        aria-label="Search in the log"
        placeholder="Search the log"
        title="/"
        maxLength={longestWanted}
        value={text.value}
        onInput={event => (text.value = event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <Count model={model} />
    </div>
  );
};

const Count = ({ model: { search }, model }: { model: LogModel }) => {
  const { wanted, hits, current, stopped, isSearching, error } = search;
  const said = error.value
    ? error.value.message
    : isSearching.value
      ? 'searching …'
      : wanted.value === ''
        ? ''
        : countOf(hits.value.length, current.value, stopped.value);
  return (
    <>
      <span class={css.count} role="status">
        {said}
      </span>
      {hits.value.length > 0 && (
        <>
          <Button icon="up" label="Hit before (N)" look="bare" onClick={() => step(model, -1)} />
          <Button icon="down" label="Next hit (n)" look="bare" onClick={() => step(model, 1)} />
        </>
      )}
    </>
  );
};

const look = async (model: LogModel, text: string): Promise<void> => {
  const from = model.viewport.firstLine ?? 0;
  if (await model.search.look(text)) step(model, 1, from);
};

/** Goes to the hit that comes next, or last before. */
export const step = (model: LogModel, way: 1 | -1, from = model.viewport.firstLine ?? 0): void => {
  const line = model.search.step(way, from);
  if (line !== undefined) model.goTo(line);
};
