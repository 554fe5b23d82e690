import type { ExecutionSummary } from '@switchyard/contracts';
import { useSignal, useSignalEffect } from '@preact/signals';
import { client } from '../../data/client.js';

export const ExecutionsPage = () => {
  const found = useSignal<ExecutionSummary[] | undefined>(undefined);
  useSignalEffect(() => {
    void client.executions().then(({ executions }) => (found.value = executions));
  });
  return (
    <section>
      <h1>Executions</h1>
      <ul>
        {found.value?.map(one => (
          <li key={one.id}>
            <a href={`/executions/${one.id}`}>{one.pipelineName}</a> {one.status}
          </li>
        ))}
      </ul>
    </section>
  );
};
