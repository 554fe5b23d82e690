import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionId, ExecutionView, YardEvent } from '@switchyard/contracts';
import { eventually, type House } from '../house.js';

/** Each start of a step leaves a line outside of its workspace. */
const yaml = (seconds: number) => `name: counted
stages:
  - name: first
    parallel: true
    steps:
      - { name: a, run: 'echo a >> "$MARKS/$YARD_EXECUTION_ID"; sleep ${seconds}; echo said by a' }
      - { name: b, run: 'echo b >> "$MARKS/$YARD_EXECUTION_ID"; sleep ${seconds / 2}; echo said by b' }
  - name: second
    steps: [{ name: c, run: 'echo c >> "$MARKS/$YARD_EXECUTION_ID"; echo said by c' }]
`;

/** Executions of three steps whose every start is counted. */
export class Counted {
  readonly ids: ExecutionId[] = [];
  private readonly marks = mkdtempSync(join(tmpdir(), 'yard-marks-'));

  constructor(private readonly house: House) {}

  /** @param seconds the longest step takes. */
  async begin(count: number, seconds = 0.3): Promise<void> {
    const { pipeline } = await eventually('a pipeline that is taken', () =>
      this.house.apply(yaml(seconds)).catch(() => undefined),
    );
    for (let i = 0; i < count; i += 1)
      this.ids.push(
        await eventually('a trigger that is taken', () =>
          this.house.trigger(pipeline.id, { environment: { MARKS: this.marks } }).catch(() => undefined),
        ),
      );
  }

  /** Resolves when a step of each has begun. */
  async running(): Promise<void> {
    for (const id of this.ids) await eventually('a begun step', async () => this.starts(id).length > 0);
  }

  /** Waits for all ends, and proves that no step was lost or repeated, and no event or byte of output. */
  async check(withinMs = 120_000): Promise<void> {
    for (const id of this.ids) {
      const execution = await this.ended(id, withinMs);
      expect({ id, status: execution.status, reason: execution.reason }).toEqual({ id, status: 'success' });
      expect(this.starts(id)).toEqual(['a', 'b', 'c']);
      for (const step of ['a', 'b', 'c']) expect(await this.said(execution, step)).toBe(`said by ${step}\n`);
      const { events } = await this.house.json<{ events: YardEvent[] }>(`/api/ci/executions/${id}/events`);
      expect(events.map(event => event.data.rev)).toEqual(events.map((_, index) => index + 1));
    }
  }

  /** Asked for again and again: whoever answers may be away. */
  private ended(id: ExecutionId, withinMs: number): Promise<ExecutionView> {
    return eventually(
      `the end of ${id}`,
      async () => {
        const view = await this.house.get(id).catch(() => undefined);
        return view?.finishedAt ? view : undefined;
      },
      withinMs,
    );
  }

  /** Output that was lost on its way is sent again, also after its step has ended. */
  private async said(execution: ExecutionView, step: string): Promise<string> {
    const output = () => this.house.output(execution, step);
    return eventually('some output', output).catch(output);
  }

  private starts(id: ExecutionId): string[] {
    try {
      return readFileSync(join(this.marks, id), 'utf8').split('\n').slice(0, -1).sort();
    } catch {
      return [];
    }
  }

  remove(): void {
    rmSync(this.marks, { recursive: true, force: true });
  }
}
