/** Cuts output that arrives in pieces into lines. A carriage return alone starts the line anew, as on a terminal. */
export class Lines {
  private rest = '';

  /** The lines that are complete now, without their ends. */
  add(text: string): string[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    return lines.map(shown);
  }

  /** What is left without an end of line; undefined when nothing is. */
  flush(): string | undefined {
    const rest = this.rest;
    this.rest = '';
    return rest === '' ? undefined : shown(rest);
  }
}

const shown = (line: string): string => {
  const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
  return whole.slice(whole.lastIndexOf('\r') + 1);
};
