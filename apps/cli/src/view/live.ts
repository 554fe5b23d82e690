import type { AttemptId, ExecutionView, LogPiece, StepId, StreamFrame, YardEvent } from '@switchyard/contracts';
import { plain } from './clean.js';
import { duration } from './duration.js';
import { Lines } from './lines.js';
import { markOf, painted } from './status.js';
import { fit, width } from './table.js';
import type { Terminal } from './terminal.js';

/** Names longer than this are cut in front of output lines. */
const widestName = 28;

interface Shown {
  name: string;
  paint: (text: string) => string;
}

/** Writes an execution as it happens: output with its step in front, and a line for each end. */
export class Live {
  private readonly steps = new Map<StepId, Shown>();
  private readonly lines = new Map<AttemptId, Lines>();
  private column = 0;

  constructor(private readonly terminal: Terminal) {}

  show(frame: StreamFrame): void {
    if (frame.event === 'execution') this.meet(frame.data);
    if (frame.event === 'event') this.tell(frame.data);
    if (frame.event === 'log') this.print(frame.data);
  }

  private meet({ steps }: ExecutionView): void {
    const { colors } = this.terminal;
    const paints = [colors.cyan, colors.magenta, colors.blue, colors.yellow, colors.green, colors.white];
    this.column = Math.min(widestName, Math.max(0, ...steps.map(step => width(plain(step.name)))));
    for (const [index, step] of steps.entries())
      this.steps.set(step.id, { name: plain(step.name), paint: paints[index % paints.length] ?? String });
  }

  private print({ attemptId, stepId, text }: LogPiece): void {
    const lines = this.lines.get(attemptId) ?? new Lines();
    this.lines.set(attemptId, lines);
    for (const line of lines.add(text)) this.line(stepId, this.terminal.output(line));
  }

  private tell(event: YardEvent): void {
    switch (event.type) {
      case 'step.finished': {
        const { stepId, attemptId, status, reason, startedAt, finishedAt } = event.data;
        this.flush(stepId, attemptId);
        const took = startedAt && finishedAt ? duration(Date.parse(finishedAt) - Date.parse(startedAt)) : '';
        const words = [markOf(status), reason ? plain(reason) : status, took && `(${took})`].filter(Boolean);
        return this.line(stepId, painted(this.terminal, status, words.join(' ')));
      }
      case 'step.retrying': {
        const { stepId, attemptId, reason = 'it failed', n } = event.data;
        this.flush(stepId, attemptId);
        return this.line(stepId, this.terminal.colors.yellow(`↻ ${plain(reason)}; attempt ${n + 1} follows`));
      }
      case 'execution.cancelling':
        return this.terminal.line(this.terminal.colors.yellow(`■ stopping: ${plain(event.data.reason)}`));
      default:
        return;
    }
  }

  private flush(stepId: StepId, attemptId: AttemptId): void {
    const rest = this.lines.get(attemptId)?.flush();
    this.lines.delete(attemptId);
    if (rest !== undefined) this.line(stepId, this.terminal.output(rest));
  }

  private line(stepId: StepId, text: string): void {
    const { name, paint } = this.steps.get(stepId) ?? { name: stepId, paint: String };
    this.terminal.line(`${paint(fit(name, this.column))} ${this.terminal.colors.dim('│')} ${text}`);
  }
}
