import type { CSSProperties } from 'preact';
import { Icon } from '../ui/icons.js';
import { bytesText, exactText } from '../ui/spans.js';
import type { AnsiStyle, Colour } from './ansi-style.js';
import { lit, type LitSpan } from './highlight.js';
import type { LogModel } from './log-model.js';
import type { Row } from './rows.js';
import css from './log-row.module.css';

export interface RowProps {
  row: Row;
  model: LogModel;
  /** The address with this line, from 1. */
  addressOf: (line: number) => string;
  onLine: (line: number | undefined) => void;
  /** Where the whole of a long line is. */
  restAddress: string | undefined;
}

/** One line: its number, which is its link, and its text, in which nothing is more than text. */
export const LogRow = ({ row, model, addressOf, onLine, restAddress }: RowProps) => {
  const { line } = row;
  const isNamed = model.line.value === line;
  const isHit = model.search.hits.value[model.search.current.value] === line;
  const choose = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    onLine(isNamed ? undefined : line + 1);
  };
  return (
    <div class={`${css.row} ${isNamed ? css.named : ''} ${isHit ? css.found : ''}`} data-line={line}>
      <a
        class={css.number}
        href={addressOf(line + 1)}
        data-number={line + 1}
        aria-label={`line ${line + 1}`}
        aria-current={isNamed}
        tabIndex={-1}
        onClick={choose}
      />
      {model.hasTimes.value && <Arrival at={model.source.arrivals.of(line)} />}
      {row.fold ? <Heading row={row} model={model} /> : <Text row={row} wanted={model.search.wanted.value} />}
      {row.rest && restAddress && (
        <a class={css.rest} href={restAddress} target="_blank" rel="noreferrer">
          {bytesText(row.rest.end - row.rest.start)} more of this line
        </a>
      )}
    </div>
  );
};

const Text = ({ row, wanted }: { row: Row; wanted: string }) => (
  <span class={css.text}>
    {lit(row.spans, wanted).map((span, at) => (
      <Piece key={at} span={span} />
    ))}
  </span>
);

const Piece = ({ span: { text, style, isHit } }: { span: LitSpan }) => {
  const names = classesOf(style);
  const colours = coloursOf(style);
  if (isHit) return <mark class={css.hit}>{text}</mark>;
  if (names === '' && !colours) return <>{text}</>;
  return (
    <span class={names} {...(colours ? { style: colours } : {})}>
      {text}
    </span>
  );
};

/** The line that heads a group opens and closes it. */
const Heading = ({ row: { fold, spans }, model }: { row: Row; model: LogModel }) => {
  if (!fold) return null;
  const isClosed = model.foldVersion.value >= 0 && model.source.scan.folds.isClosed(fold);
  const lines = fold.end === undefined ? undefined : fold.end - fold.line - 1;
  return (
    <button type="button" class={css.heading} aria-expanded={!isClosed} onClick={() => model.setFold(fold, !isClosed)}>
      <Icon name={isClosed ? 'right' : 'down'} size={14} />
      <span>{fold.title || spans.map(({ text }) => text).join('')}</span>
      {lines !== undefined && (
        <span class={css.soft}>{lines === 1 ? '1 line' : `${lines.toLocaleString('en')} lines`}</span>
      )}
      {fold.hasError && isClosed && <span class={css.wrong}>has an error</span>}
    </button>
  );
};

const Arrival = ({ at }: { at: number | undefined }) => (
  <span class={css.time} title={at === undefined ? 'Was there before this page' : `Came to this page ${exactText(at)}`}>
    {at === undefined ? '' : clockText(at)}
  </span>
);

const clockText = (time: number): string => new Date(time).toTimeString().slice(0, 8);

const flags = ['bold', 'dim', 'italic', 'underline', 'struck', 'inverse'] as const;

const classesOf = (style: AnsiStyle): string =>
  [
    ...flags.filter(flag => style[flag]).map(flag => css[flag]),
    typeof style.fore === 'number' ? css[`fore${style.fore}`] : undefined,
    typeof style.back === 'number' ? css[`back${style.back}`] : undefined,
  ]
    .filter(Boolean)
    .join(' ');

const coloursOf = ({ fore, back }: AnsiStyle): CSSProperties | undefined => {
  const [color, backgroundColor] = [exactColour(fore, '--ink'), exactColour(back, '--sheet')];
  if (color === undefined && backgroundColor === undefined) return undefined;
  return { ...(color ? { color } : {}), ...(backgroundColor ? { backgroundColor } : {}) };
};

/** A little towards the colour of text, so that it can be read on the ground of either theme. */
const exactColour = (colour: Colour | undefined, towards: string): string | undefined =>
  typeof colour === 'string' ? `color-mix(in oklab, ${colour} 60%, var(${towards}))` : undefined;
