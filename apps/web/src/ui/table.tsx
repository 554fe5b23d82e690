import type { ComponentChildren, JSX } from 'preact';
import css from './table.module.css';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ComponentChildren;
  /** Numbers and times stand on the right. */
  align?: 'right';
  /** Left out on a phone. */
  isExtra?: boolean;
  /** As wide as its content; the others share what is left. */
  isNarrow?: boolean;
}

/** @param chosen the key of the row that `j` and `k` have come to. */
export const Table = <Row,>({
  caption,
  columns,
  rows,
  keyOf,
  chosen,
}: {
  /** What it is a table of, for those who listen. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  chosen?: string | undefined;
}) => (
  <div class={css.scroll}>
    <table class={css.table}>
      <caption class="heard">{caption}</caption>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column.title} scope="col" class={classOf(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={keyOf(row)} aria-current={keyOf(row) === chosen ? 'true' : undefined} data-key={keyOf(row)}>
            {columns.map(column => (
              <td key={column.title} class={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const classOf = <Row,>({ align, isExtra, isNarrow }: Column<Row>): string =>
  [align === 'right' && css.right, isExtra && css.extra, isNarrow && css.narrow].filter(Boolean).join(' ');

/** Names beside values. */
export const Facts = ({ of }: { of: readonly (readonly [name: string, value: ComponentChildren])[] }): JSX.Element => (
  <dl class={css.facts}>
    {of.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
