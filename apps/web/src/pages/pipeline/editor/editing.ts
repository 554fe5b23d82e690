import type { Finding, ValidatePipelineAnswer } from '@switchyard/contracts';
import { YardError } from '@switchyard/client';
import { signal } from '@preact/signals';
import { client } from '../../../data/client.js';

const settleMs = 350;

export interface Checked {
  of: string;
  all: readonly Finding[];
}

/** A text that is being written, and what the platform says of it; the last question asked counts. */
export class Editing {
  readonly text = signal('');
  /** What is stored. */
  readonly stored = signal('');
  readonly checked = signal<Checked>({ of: '', all: [] });
  /** Of the last text that was valid. */
  readonly plan = signal<ValidatePipelineAnswer['plan']>(undefined);
  readonly isChecking = signal(false);
  readonly trouble = signal<YardError | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    yaml: string,
    private readonly beside: { project: string; files: Record<string, string> },
  ) {
    this.text.value = yaml;
    this.stored.value = yaml;
    void this.check();
  }

  get isChanged(): boolean {
    return this.text.value !== this.stored.value;
  }

  write(text: string): void {
    this.text.value = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), settleMs);
  }

  saved(yaml: string): void {
    this.stored.value = yaml;
  }

  leave(): void {
    clearTimeout(this.timer);
  }

  private async check(): Promise<void> {
    const text = this.text.peek();
    this.isChecking.value = true;
    try {
      const answer = await client.validatePipeline(text, this.beside);
      if (text !== this.text.peek()) return;
      this.trouble.value = undefined;
      this.checked.value = { of: text, all: answer.findings };
      if (answer.plan) this.plan.value = answer.plan;
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      this.trouble.value = error;
    } finally {
      if (text === this.text.peek()) this.isChecking.value = false;
    }
  }
}
