import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the environment says to the command line. */
export interface CliConfig {
  /** A platform to use instead of one of this machine's own. */
  url: string | undefined;
  token: string | undefined;
  /** Where programs keep their settings: XDG Base Directory Specification. */
  settings: string;
  /** Who is at the terminal. */
  user: string | undefined;
  /** https://no-color.org */
  noColor: boolean;
  forceColor: boolean;
}

export const readConfig = (): CliConfig => ({
  url: process.env['YARD_URL'] || undefined,
  token: process.env['YARD_TOKEN'] || undefined,
  settings: process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'),
  user: process.env['USER'] || undefined,
  noColor: Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb',
  forceColor: !['', '0', 'false'].includes(process.env['FORCE_COLOR'] ?? ''),
});

/** The whole of it, for the platform this starts. */
export const inherited = (): NodeJS.ProcessEnv => process.env;
