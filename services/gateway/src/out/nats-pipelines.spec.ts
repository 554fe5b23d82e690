import type { Bus } from '@switchyard/bus';
import { rpc } from '@switchyard/contracts';
import { anExecutionId, aPlan, aTrigger } from '@switchyard/testkit';
import { NatsPipelines } from './nats-pipelines.js';

describe('handing over a trigger', () => {
  it('names the version that was current when it was accepted', async () => {
    const sent: [string, object][] = [];
    const call = async (subject: string, message: object) => {
      sent.push([subject, message]);
      return { result: 'started' };
    };
    const { pipelineId, project } = aPlan([]);
    await new NatsPipelines({ call } as unknown as Bus).run({
      executionId: anExecutionId(),
      project,
      pipelineId,
      pipelineName: 'web',
      pipelineVersion: 7,
      facts: aTrigger(),
      environment: { A: 'x' },
      state: 'accepted',
    });
    expect(sent).toEqual([
      [
        rpc.pipeline.run,
        {
          v: 1,
          executionId: anExecutionId(),
          pipelineId,
          pipelineVersion: 7,
          trigger: aTrigger(),
          environment: { A: 'x' },
        },
      ],
    ]);
  });
});
