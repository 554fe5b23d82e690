import type {
  AttemptId,
  EventData,
  ExecutionView,
  LogPiece,
  StepId,
  StreamFrame,
  YardEvent,
} from '@switchyard/contracts';
import { plain } from './clean.js';
import { Colours } from './colours.js';
import { duration } from './duration.js';
import { Lines } from './lines.js';
import { markOf, painted } from './status.js';
import { fit, width } from './table.js';
import type { Terminal } from './terminal.js';

/** Names longer than this are cut in front of output lines. */
const widestName = 28;

/** What stands in front of the lines of a step. */
type Prefix = string;

/** The output of one attempt. */
interface Output {
  stepId: StepId;
  lines: Lines;
  colours: Colours;
}

/** Writes an execution as it happens: output with its step in front, and a line for each start and end. */
export class Live {
  private readonly steps = new Map<StepId, Prefix>();
  private readonly outputs = new Map<AttemptId, Output>();
  private column = 0;

  constructor(private readonly terminal: Terminal) {}

  show(frame: StreamFrame): void {
    if (frame.event === 'execution') this.meet(frame.data);
    if (frame.event === 'event') this.tell(frame.data);
    if (frame.event === 'log') this.print(frame.data);
    if (frame.event === 'end') for (const attemptId of this.outputs.keys()) this.flush(attemptId);
  }

  private meet({ steps }: ExecutionView): void {
    const { colors } = this.terminal;
    const paints = [colors.cyan, colors.magenta, colors.blue, colors.yellow, colors.green, colors.white];
    this.column = Math.min(widestName, Math.max(0, ...steps.map(step => width(plain(step.name)))));
    for (const [index, step] of steps.entries())
      this.steps.set(step.id, this.prefix(plain(step.name), paints[index % paints.length]));
  }

  private prefix(name: string, paint: (text: string) => string = String): Prefix {
    return this.terminal.painted(`${paint(fit(name, this.column))} ${this.terminal.colors.dim('│')} `);
  }

  private print({ attemptId, stepId, text }: LogPiece): void {
    const output = this.outputs.get(attemptId) ?? { stepId, lines: new Lines(), colours: new Colours() };
    this.outputs.set(attemptId, output);
    const prefix = this.prefixOf(stepId);
    const lines = output.lines.add(text).map(line => prefix + this.terminal.output(line, output.colours));
    // One write for all: a step may say a million lines.
    if (lines.length > 0) this.terminal.lines(lines);
  }

  private tell(event: YardEvent): void {
    const { colors } = this.terminal;
    switch (event.type) {
      case 'step.started':
        return this.line(event.data.stepId, colors.dim(`${markOf('running')} started`));
      case 'step.finished':
        return this.finish(event.data);
      case 'step.retrying': {
        const { stepId, attemptId, reason = 'it failed', n } = event.data;
        this.flush(attemptId);
        return this.line(stepId, colors.yellow(`↻ ${plain(reason)}; attempt ${n + 1} follows`));
      }
      case 'step.skipped': {
        const { stepId, status, reason } = event.data;
        return this.line(stepId, painted(this.terminal, status, `${markOf(status)} ${status}: ${plain(reason)}`));
      }
      case 'execution.cancelling':
        return this.terminal.line(colors.yellow(`${markOf('cancelled')} stopping: ${plain(event.data.reason)}`));
      default:
        return;
    }
  }

  private finish({ stepId, attemptId, status, reason, startedAt, finishedAt }: EventData['step.finished']): void {
    this.flush(attemptId);
    const took = startedAt && finishedAt ? duration(Date.parse(finishedAt) - Date.parse(startedAt)) : '';
    const words = [markOf(status), reason ? plain(reason) : status, took && `(${took})`].filter(Boolean);
    this.line(stepId, painted(this.terminal, status, words.join(' ')));
  }

  /** The last line of an attempt, where it has no end. */
  private flush(attemptId: AttemptId): void {
    const output = this.outputs.get(attemptId);
    this.outputs.delete(attemptId);
    const rest = output?.lines.flush();
    if (output && rest !== undefined) this.line(output.stepId, this.terminal.output(rest, output.colours));
  }

  private line(stepId: StepId, text: string): void {
    this.terminal.line(this.prefixOf(stepId) + text);
  }

  private prefixOf(stepId: StepId): Prefix {
    return this.steps.get(stepId) ?? this.prefix(plain(stepId));
  }
}
