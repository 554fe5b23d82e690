import type { ExecutionView, StreamFrame } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { Live } from './view/live.js';
import type { Terminal } from './view/terminal.js';
import { treeLines } from './view/tree.js';

export interface OnlookerOptions {
  json: boolean;
  /** The tree instead of lines, where the terminal can show one. */
  watch?: boolean;
  data?: string;
}

/** Shows an execution as it happens. */
export interface Onlooker {
  show(frame: StreamFrame): void;
  /** Leaves what was drawn last as it is. */
  close(): void;
}

/** Times go on between events, and many events are one picture. */
const redrawMs: Millis = 250;

/** @param look at the execution as it is now. */
export const onlooker = (
  terminal: Terminal,
  { json, watch = false, data }: OnlookerOptions,
  look: () => Promise<ExecutionView>,
): Onlooker => {
  const close = () => undefined;
  if (json) return { show: frame => terminal.json(frame), close };
  if (watch && terminal.isInteractive) return new Tree(terminal, look);
  const live = new Live(terminal, data);
  return { show: frame => live.show(frame), close };
};

class Tree implements Onlooker {
  private execution: ExecutionView | undefined;
  private isOld = false;
  private isLooking = false;
  private readonly timer = setInterval(() => void this.tick(), redrawMs);

  constructor(
    private readonly terminal: Terminal,
    private readonly look: () => Promise<ExecutionView>,
  ) {}

  show = (frame: StreamFrame): void => {
    if (frame.event === 'execution') this.take(frame.data);
    if (frame.event === 'event') this.isOld = true;
  };

  close = (): void => {
    clearInterval(this.timer);
    this.terminal.drawn();
  };

  private take(execution: ExecutionView): void {
    this.execution = execution;
    this.draw();
  }

  private async tick(): Promise<void> {
    if (!this.isOld || this.isLooking) return this.draw();
    this.isOld = false;
    this.isLooking = true;
    try {
      this.take(await this.look());
    } catch {
      // The stream tells of a platform that does not answer.
      this.isOld = true;
    } finally {
      this.isLooking = false;
    }
  }

  private draw(): void {
    if (this.execution) this.terminal.draw(treeLines(this.terminal, this.execution, Date.now(), this.terminal.rows));
  }
}
