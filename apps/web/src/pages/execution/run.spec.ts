import { YardError } from '@switchyard/client';
import type { ExecutionId, Explanation, StreamFrame, YardEvent } from '@switchyard/contracts';
import { aView, at } from '../../graph/a-view.story.js';
import { Run } from './run.js';
import { reasonOf } from './view-model.js';

const start = aView([
  { id: 's', steps: [{ id: 'a', status: 'queued', reason: 'no connector is there', tries: [[0]] }] },
]);
const event = (rev: number, type: string, data: object) =>
  ({ id: `${start.id}:${rev}`, type, time: at(rev), data: { ...data, v: 1, rev } }) as unknown as YardEvent;
const facts = { stepId: 'a', attemptId: `${start.id}.a.1`, n: 1 };
const created = event(1, 'execution.created', {
  execution: { ...start, steps: start.steps.map(step => ({ ...step, attempts: [] })) },
});
const started = event(2, 'step.started', { ...facts, session: 'x' });
const finished = event(3, 'step.finished', { ...facts, attemptStatus: 'done', status: 'success' });

class FakePlatform {
  frames: StreamFrame[] = [];
  fails: YardError | undefined;
  explanations: Explanation[] = [];
  asked = 0;
  readonly pages: number[] = [];

  async *follow(): AsyncGenerator<StreamFrame> {
    if (this.fails) throw this.fails;
    yield* this.frames;
  }

  async why(): Promise<Explanation[]> {
    this.asked += 1;
    return this.explanations;
  }

  async events(_id: ExecutionId, after = 0): Promise<YardEvent[]> {
    this.pages.push(after);
    return [created, started, finished].slice(after, after + 2);
  }
}

const end: StreamFrame = { event: 'end', data: { status: 'success' } };
const aRun = (...frames: StreamFrame[]) => {
  const platform = new FakePlatform();
  platform.frames = frames;
  return { platform, run: new Run(platform, start.id) };
};

describe('a run', () => {
  it('is what it was, and what has happened since', async () => {
    const { run } = aRun(
      { event: 'execution', data: start },
      { event: 'event', data: started },
      { event: 'event', data: finished },
      end,
    );
    await run.follow();
    run.close();
    expect(run.live.value?.steps[0]).toMatchObject({ status: 'success' });
    expect(run.live.value?.rev).toBe(3);
  });

  it('has the reason of a wait from its first moment, and not when it is over', async () => {
    const { run } = aRun({ event: 'execution', data: start });
    await run.follow();
    const waiting = run.live.value?.steps[0];
    expect(waiting && reasonOf(waiting, run.reasons.value)?.sentence).toBe('no connector is there');
    const { run: later } = aRun(
      { event: 'execution', data: start },
      { event: 'event', data: started },
      { event: 'event', data: finished },
      end,
    );
    await later.follow();
    later.close();
    const ended = later.live.value?.steps[0];
    expect(ended && reasonOf(ended, later.reasons.value)).toBeUndefined();
  });

  it('begins also with what is only accepted', async () => {
    const { run } = aRun(
      { event: 'execution', data: { ...start, rev: 0, steps: [], stages: [] } },
      { event: 'event', data: created },
      end,
    );
    await run.follow();
    run.close();
    expect(run.live.value?.steps).toHaveLength(1);
  });

  it('says why it cannot be shown', async () => {
    const { run, platform } = aRun();
    platform.fails = YardError.of(
      'http://x',
      404,
      JSON.stringify({ code: 'unknown-execution', message: 'there is none' }),
    );
    await run.follow();
    expect(run.trouble.value?.code).toBe('unknown-execution');
  });

  it('reads its history page by page, once', async () => {
    const { run, platform } = aRun({ event: 'execution', data: { ...start, rev: 3 } });
    await run.follow();
    await Promise.all([run.loadHistory(), run.loadHistory()]);
    expect([run.known.value, platform.pages]).toEqual([3, [0, 2]]);
    expect([1, 2, 3].map(rev => run.history.at(rev)?.steps[0]?.status)).toEqual(['queued', 'running', 'success']);
  });
});
