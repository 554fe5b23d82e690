import type { PipelineId } from '@switchyard/contracts';
import { useQuery } from '../../data/use-query.js';
import { Loaded } from '../../ui/loaded.js';
import { type DiffLine, diffLines } from './diff-lines.js';
import css from './diff.module.css';

const signs: Record<DiffLine['kind'], string> = { added: '+', removed: '-', same: ' ', place: '', file: '' };
const words: Partial<Record<DiffLine['kind'], string>> = { added: 'added', removed: 'removed' };

/** What changed between two versions, line by line; a sign says it beside the colour. */
export const Diff = ({ id, from, to }: { id: PipelineId; from: number; to: number }) => {
  const found = useQuery(`diff ${id} ${from} ${to}`, client => client.catalogue.diff(id, { from, to }));
  return (
    <Loaded query={found} label="what changed">
      {text => {
        const lines = diffLines(text);
        if (lines.length === 0)
          return (
            <p>
              Version {from} and version {to} have the same files.
            </p>
          );
        return (
          <div
            class={css.diff}
            tabIndex={0}
            role="region"
            aria-label={`What changed from version ${from} to version ${to}`}
          >
            <table>
              <tbody>
                {lines.map((line, n) => (
                  <Line key={n} line={line} />
                ))}
              </tbody>
            </table>
          </div>
        );
      }}
    </Loaded>
  );
};

const Line = ({ line: { kind, text, before, after } }: { line: DiffLine }) => (
  <tr class={css[kind]}>
    <td class={css.number}>{before}</td>
    <td class={css.number}>{after}</td>
    <td class={css.text}>
      {words[kind] && <span class="heard">{words[kind]}: </span>}
      <span aria-hidden="true">{signs[kind]}</span>
      {text}
    </td>
  </tr>
);
