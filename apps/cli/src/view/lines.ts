/** A line longer than this is shown in pieces, so that a step without line ends cannot fill the memory. */
const longest = 65_536;

/** Cuts output that arrives in pieces into lines. A carriage return alone starts the line anew, as on a terminal. */
export class Lines {
  private rest = '';

  /** The lines that are complete now, without their ends. */
  add(text: string): string[] {
    const lines = (this.rest + text).split('\n');
    // What is behind the last carriage return is all that would still be seen.
    const rest = lines.pop() ?? '';
    this.rest = rest.slice(rest.lastIndexOf('\r', rest.length - 2) + 1);
    const complete = lines.map(shown);
    while (this.rest.length > longest) {
      complete.push(this.rest.slice(0, longest));
      this.rest = this.rest.slice(longest);
    }
    return complete;
  }

  /** What is left without an end of line; undefined when nothing is. */
  flush(): string | undefined {
    const rest = shown(this.rest);
    this.rest = '';
    return rest === '' ? undefined : rest;
  }
}

const shown = (line: string): string => {
  const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
  return whole.slice(whole.lastIndexOf('\r') + 1);
};
