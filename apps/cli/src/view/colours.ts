import { partsOf } from './clean.js';

/** More than any sensible line sets at once. */
const mostCarried = 200;

/**
 * The lines of one output with their colours, and nothing else: a step cannot write over other lines or name the window.
 * What it sets holds on its next lines, as on a terminal, and never on the lines of others.
 */
export class Colours {
  private set = '';

  line(line: string): string {
    let shown = this.set;
    for (const part of partsOf(line))
      if ('text' in part) shown += part.text;
      else {
        shown += this.take(part.sgr);
      }
    return shown.includes('\x1b') ? `${shown}\x1b[0m` : shown;
  }

  private take(sgr: string): string {
    const sequence = `\x1b[${sgr}m`;
    const isReset = /^0*(;|$)/.test(sgr);
    const before = isReset || this.set.length > mostCarried ? '' : this.set;
    this.set = /^0*$/.test(sgr) ? '' : before + sequence;
    return sequence;
  }
}
