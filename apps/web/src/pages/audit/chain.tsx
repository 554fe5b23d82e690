import type { VerifyAuditAnswer } from '@switchyard/contracts';
import { YardError } from '@switchyard/client';
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { Button } from '../../ui/button.js';
import { Row } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { Progress } from '../../ui/progress.js';
import { Status } from '../../ui/status.js';
import { chainText, verifiedAtOnce } from './audit-view.js';

/** Whether the whole record is as it was written. A short one is looked at as soon as somebody comes. */
export const Chain = ({ newest }: { newest: number | undefined }) => {
  const found = useSignal<VerifyAuditAnswer | undefined>(undefined);
  const trouble = useSignal<YardError | undefined>(undefined);
  const isAtWork = useSignal(false);
  const wasAsked = useRef(false);
  const verify = async () => {
    isAtWork.value = true;
    trouble.value = undefined;
    try {
      found.value = await client.audit.verify();
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      trouble.value = error;
    } finally {
      isAtWork.value = false;
    }
  };
  useEffect(() => {
    if (newest === undefined || newest > verifiedAtOnce || wasAsked.current) return;
    wasAsked.current = true;
    void verify();
  }, [newest]);
  return (
    <div role="status">
      <Row>
        {found.value && (
          <Status status={found.value.ok ? 'success' : 'failed'} size="badge" word={chainText(found.value)} />
        )}
        <Button icon="repeat" look={found.value ? 'bare' : 'usual'} onClick={verify}>
          {found.value ? 'Verify again' : 'Verify the chain'}
        </Button>
      </Row>
      {isAtWork.value && <Progress label="Verifying the chain" />}
      {trouble.value && <Problem error={trouble.value} />}
    </div>
  );
};
