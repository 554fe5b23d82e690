import type { AttemptId, ExecutionId } from '@switchyard/contracts';
import { client } from '../../data/client.js';
import { useQuery } from '../../data/use-query.js';
import { Loaded } from '../../ui/loaded.js';

export const LogView = ({
  executionId,
  attemptId,
}: {
  executionId: ExecutionId;
  attemptId: AttemptId;
  isRunning: boolean;
  line?: number | undefined;
  onLine: (line: number | undefined) => void;
}) => {
  const query = useQuery(`tail ${attemptId}`, () => client.logPart(executionId, { attempt: attemptId, tail: 200 }));
  return (
    <Loaded query={query} label="the log">
      {text => (
        <pre data-log tabIndex={0}>
          {text}
        </pre>
      )}
    </Loaded>
  );
};
