import type { Ending } from '../connector.js';
import type { SpoolReader } from '../shim/contract.js';
import { Automaton } from './automaton.js';
import { formsOf } from './forms.js';
import { MaskedLog } from './masked-log.js';
import { Masker } from './masker.js';

/** Takes the secrets of one attempt out of everything that leaves this machine. */
export class Masking {
  private readonly automaton: Automaton | undefined;

  constructor(values: readonly string[]) {
    const forms = values.flatMap(formsOf);
    this.automaton = forms.length > 0 ? new Automaton(forms) : undefined;
  }

  /** A view of its own, so that two may be read at once. */
  log(log: SpoolReader, hasEnded: () => boolean): SpoolReader {
    return this.automaton ? new MaskedLog(log, this.automaton, hasEnded) : log;
  }

  text(text: string): string {
    if (!this.automaton) return text;
    const masker = new Masker(this.automaton);
    return Buffer.concat([masker.push(Buffer.from(text)), masker.end()]).toString();
  }

  /** What it says and what the step gave by name; the names are words of the pipeline. */
  ending({ reason, outputs, ...facts }: Ending): Ending {
    const masked = outputs && Object.entries(outputs).map(([name, value]) => [name, this.text(value)] as const);
    return {
      ...facts,
      ...(reason === undefined ? {} : { reason: this.text(reason) }),
      ...(masked === undefined ? {} : { outputs: Object.fromEntries(masked) }),
    };
  }
}
