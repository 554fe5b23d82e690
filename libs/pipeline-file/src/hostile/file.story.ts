/** A file somebody wrote to do harm, or by a grave mistake. Each has a finding that is an error. */
export interface HostileFile {
  what: string;
  yaml: string;
}

/** The longest a file may be (limits.ts). */
export const most = 262_144;

/** A sign as often as fits behind what stands before it. */
export const filled = (sign: string, before = '', after = ''): string =>
  before + sign.repeat(Math.floor((most - before.length - after.length) / sign.length)) + after;

/** A file that would be right but for what is put behind it. */
export const right = "name: right\nsteps:\n  - { name: one, run: 'true' }\n";
