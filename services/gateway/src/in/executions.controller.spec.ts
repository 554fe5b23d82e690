import type { ExecutionView, ExplainReply, ListExecutionsQuery, ProjectId, StepId } from '@switchyard/contracts';
import { type ExecutionId } from '@switchyard/contracts';
import type { FastifyReply } from 'fastify';
import type { FindTrace } from '../app/find-trace.js';
import type { ExecutionService } from '../app/ports.js';
import type { ReadExecution } from '../app/read-execution.js';
import { ExecutionsController } from './executions.controller.js';

const id = '01m8efyh03m6pebc6b028ryhqe' as ExecutionId;
const missing = (what: 'execution' | 'step'): ExplainReply => ({ result: 'missing', what });
const found: ExplainReply = { result: 'found', explanations: [{ sentence: 'waits for a slot' }] };

/** Its answers in order, and what is known of the execution. */
const asked = (replies: ExplainReply[], known: Partial<ExecutionView> | undefined) => {
  const executions = { why: () => Promise.resolve(replies.shift()) } as unknown as ExecutionService;
  const reading = { run: () => Promise.resolve(known) } as unknown as ReadExecution;
  return new ExecutionsController(executions, reading, {} as FindTrace);
};
const created = { rev: 4, steps: [{ id: 's1' }] as ExecutionView['steps'] };

describe('why an execution is as it is', () => {
  it('is told', async () => {
    const why = asked([found], undefined).why({ id }, {});
    await expect(why).resolves.toEqual({ explanations: [{ sentence: 'waits for a slot' }] });
  });

  it('is told of one that was created while it was looked for', async () => {
    await expect(asked([missing('execution'), found], created).why({ id }, {})).resolves.toEqual({
      explanations: [{ sentence: 'waits for a slot' }],
    });
  });

  it('is told of one that is accepted and no more', async () => {
    await expect(asked([missing('execution')], { rev: 0, steps: [] }).why({ id }, {})).resolves.toEqual({
      explanations: [{ sentence: 'accepted, and not planned yet' }],
    });
  });

  it('cannot be told of a step that it does not have, or of no execution', async () => {
    const step = 's9' as StepId;
    await expect(asked([missing('step')], created).why({ id }, { step })).rejects.toMatchObject({
      code: 'unknown-step',
      suggestions: ['its steps are s1'],
    });
    await expect(asked([missing('execution')], undefined).why({ id }, {})).rejects.toMatchObject({
      code: 'unknown-execution',
    });
  });
});

describe('a page of executions', () => {
  it('is passed on as the execution service wrote it', async () => {
    const text = '{"executions":[{"id":"\u00e9"}],"next":"n"}';
    // A part of what came with it.
    const json = new TextEncoder().encode(`..${text}..`).subarray(2, -2);
    const queries: unknown[] = [];
    const list = async (query: unknown) => {
      queries.push(query);
      return { json };
    };
    const types: string[] = [];
    const reply = { type: (name: string) => types.push(name) } as unknown as FastifyReply;
    const controller = new ExecutionsController(
      { list } as unknown as ExecutionService,
      {} as ReadExecution,
      {} as FindTrace,
    );
    const sent: unknown = await controller.list({ limit: 50 } as ListExecutionsQuery, 'web' as ProjectId, reply);
    expect([String(sent), types, queries]).toEqual([
      text,
      ['application/json; charset=utf-8'],
      [{ limit: 50, project: 'web' }],
    ]);
  });
});
