import type { Finding } from '@switchyard/contracts';
import { useEffect } from 'preact/hooks';
import { useQuery } from '../../../data/use-query.js';
import { Empty } from '../../../ui/empty.js';
import { Problem } from '../../../ui/problem.js';
import { Mark } from '../../../ui/status.js';
import { CodeEditor } from './code-editor.js';
import type { Editing } from './editing.js';
import { PlanView } from './plan-view.js';
import css from './workbench.module.css';

/** The file, what is wrong with it as it is written, and what it would run. */
export const Workbench = ({
  editing,
  isReadOnly,
  onSave,
}: {
  editing: Editing;
  isReadOnly: boolean;
  onSave: () => void;
}) => {
  const schema = useQuery('pipeline schema', client => client.pipelineSchema());
  const { text, checked, plan, isChecking, trouble } = editing;
  // A page that is left with something unsaved asks first.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => editing.isChanged && event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('beforeunload', ask);
      editing.leave();
    };
  }, [editing]);
  const isOld = checked.value.of !== text.value || checked.value.all.some(({ severity }) => severity === 'error');
  return (
    <div class={css.bench}>
      <div class={css.side}>
        <CodeEditor
          label="Pipeline file"
          text={text.peek()}
          schema={schema.value.value}
          isReadOnly={isReadOnly}
          findings={checked.value}
          onInput={value => editing.write(value)}
          onSave={onSave}
        />
        {trouble.value && <Problem error={trouble.value} />}
        <Findings findings={checked.value.all} isChecking={isChecking.value} />
      </div>
      <section class={css.side} aria-label="What it runs">
        <h2>What it runs</h2>
        {plan.value ? (
          <PlanView plan={plan.value} isOld={isOld} />
        ) : (
          <Empty icon="flow" title="No plan yet">
            <p>Once the file has no errors, what it runs is drawn here.</p>
          </Empty>
        )}
      </section>
    </div>
  );
};

const Findings = ({ findings, isChecking }: { findings: readonly Finding[]; isChecking: boolean }) => (
  <section aria-label="Findings" aria-live="polite" aria-busy={isChecking}>
    {findings.length === 0 ? (
      <p class={css.fine}>{isChecking ? 'Looking at it …' : 'Nothing is wrong with it.'}</p>
    ) : (
      <ul class={css.findings}>
        {findings.map(one => (
          <li key={`${one.file ?? ''}:${one.line}:${one.column}:${one.code}:${one.path}`}>
            <Mark tone={one.severity === 'error' ? 'bad' : 'held'}>{one.severity}</Mark>
            <span>
              <code>
                {one.file === undefined ? '' : `${one.file}:`}
                {one.line}:{one.column}
              </code>{' '}
              {one.message}
              {one.suggestion !== undefined && <em>, {one.suggestion}</em>}
            </span>
          </li>
        ))}
      </ul>
    )}
  </section>
);
