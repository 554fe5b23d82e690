import type { AttemptId, ExecutionView, LogPiece, StepId, StreamFrame, YardEvent } from '@switchyard/contracts';
import { plain } from './clean.js';
import { Colours } from './colours.js';
import { beginning, happening } from './happening.js';
import { Lines } from './lines.js';
import { painted } from './status.js';
import { suggestion } from './suggestion.js';
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
  private readonly steps = new Map<StepId, { prefix: Prefix; continueOnError: boolean }>();
  private readonly outputs = new Map<AttemptId, Output>();
  private column = 0;
  private id = '';

  /** @param data the directory of the platform, where one was named. */
  constructor(
    private readonly terminal: Terminal,
    private readonly data?: string,
  ) {}

  show(frame: StreamFrame): void {
    if (frame.event === 'execution') this.meet(frame.data);
    if (frame.event === 'event') this.tell(frame.data);
    if (frame.event === 'log') this.print(frame.data);
    if (frame.event === 'end') for (const attemptId of this.outputs.keys()) this.flush(attemptId);
  }

  private meet(execution: ExecutionView): void {
    const { colors } = this.terminal;
    const { id, steps } = execution;
    const paints = [colors.cyan, colors.magenta, colors.blue, colors.yellow, colors.green, colors.white];
    this.id = id;
    this.column = Math.min(widestName, Math.max(0, ...steps.map(step => width(plain(step.name)))));
    for (const [index, { id: stepId, name, continueOnError }] of steps.entries())
      this.steps.set(stepId, { prefix: this.prefix(plain(name), paints[index % paints.length]), continueOnError });
    for (const { stepId, shown, text } of beginning(execution)) {
      this.line(stepId, painted(this.terminal, shown, text));
      if (shown === 'waiting-approval' && stepId) this.advise(stepId);
    }
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
    if (event.type === 'step.finished' || event.type === 'step.retrying') this.flush(event.data.attemptId);
    const said = happening(event, id => this.steps.get(id)?.continueOnError ?? false);
    if (!said) return;
    this.line(said.stepId, painted(this.terminal, said.shown, said.text));
    if (event.type === 'step.held') this.advise(event.data.stepId);
  }

  /** How a held step gets going. */
  private advise(stepId: StepId): void {
    this.line(stepId, `→ ${suggestion(['approve', this.id, stepId], this.data)}`);
  }

  /** The last line of an attempt, where it has no end. */
  private flush(attemptId: AttemptId): void {
    const output = this.outputs.get(attemptId);
    this.outputs.delete(attemptId);
    const rest = output?.lines.flush();
    if (output && rest !== undefined) this.line(output.stepId, this.terminal.output(rest, output.colours));
  }

  /** Of a step, or of the execution as a whole. */
  private line(stepId: StepId | undefined, text: string): void {
    this.terminal.line((stepId === undefined ? '' : this.prefixOf(stepId)) + text);
  }

  private prefixOf(stepId: StepId): Prefix {
    return this.steps.get(stepId)?.prefix ?? this.prefix(plain(stepId));
  }
}
