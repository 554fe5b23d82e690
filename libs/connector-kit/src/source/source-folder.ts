import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Millis } from '@switchyard/kernel';

/** No checkout takes that long. */
const leftMs: Millis = 2 * 86_400_000;

/** Answers for one host, and nothing else; what it says is in its environment only. */
const askpass = `#!/bin/sh
case "$1" in
"Username for '$YARD_GIT_PROTOCOL://$YARD_GIT_HOST': ") printf '%s\\n' "$YARD_GIT_USER" ;;
"Password for '$YARD_GIT_PROTOCOL://"*"@$YARD_GIT_HOST': ") printf '%s\\n' "$YARD_GIT_PASSWORD" ;;
*) exit 1 ;;
esac
`;

/** Mistakes in objects of old repositories that harm nobody (git-fsck(1)). */
const harmless = [
  'badDate',
  'badDateOverflow',
  'badEmail',
  'badName',
  'badTimezone',
  'missingAuthor',
  'missingEmail',
  'missingNameBeforeEmail',
  'missingSpaceBeforeDate',
  'missingSpaceBeforeEmail',
  'missingTaggerEntry',
  'multipleAuthors',
  'zeroPaddedDate',
  'zeroPaddedFilemode',
].map(name => `\t${name} = ignore`);

/** Settings of every call of git, in place of those of the machine and of a person. */
const settings = `[core]
\thooksPath = /dev/null
\tfsmonitor = false
\tprotectHFS = true
\tprotectNTFS = true
\tattributesFile = /dev/null
\texcludesFile = /dev/null
\tautocrlf = false
[safe]
\tdirectory = *
[credential]
\thelper =
[transfer]
\tcredentialsInUrl = die
[fetch]
\tfsckObjects = true
\trecurseSubmodules = false
\tunpackLimit = 1
[fetch "fsck"]
${harmless.join('\n')}
[uploadpack]
\tallowAnySHA1InWant = true
[http]
\tlowSpeedLimit = 1000
\tlowSpeedTime = 60
[submodule]
\trecurse = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[advice]
\tdetachedHead = false
[init]
\tdefaultBranch = main
[protocol]
\tversion = 2
`;

/** For calls that read a copy on this machine, and nothing else. */
export const localOnly = { GIT_ALLOW_PROTOCOL: 'file' };

/** What a connector keeps about repositories, below its data directory. */
export class SourceFolder {
  readonly askpass: string;
  readonly knownHosts: string;
  readonly settings: string;
  readonly home: string;
  readonly keys: string;
  readonly copies: string;
  readonly staging: string;
  readonly notes: string;

  private constructor(readonly path: string) {
    this.askpass = join(path, 'askpass');
    this.knownHosts = join(path, 'known_hosts');
    this.settings = join(path, 'gitconfig');
    this.home = join(path, 'home');
    this.keys = join(path, 'keys');
    this.copies = join(path, 'copies');
    this.staging = join(path, 'staging');
    this.notes = join(path, 'executions');
  }

  static async open(dataDirectory: string): Promise<SourceFolder> {
    const folder = new SourceFolder(join(dataDirectory, 'source'));
    // Keys that an earlier process could not take away any more.
    await rm(folder.keys, { recursive: true, force: true });
    for (const path of [folder.home, folder.keys, folder.copies, folder.staging, folder.notes])
      await mkdir(path, { recursive: true, mode: 0o700 });
    await writeFile(folder.askpass, askpass, { mode: 0o700 });
    await chmod(folder.askpass, 0o700);
    await writeFile(folder.settings, settings, { mode: 0o600 });
    return folder;
  }

  /** Removes what checkouts that never came to their end left. */
  async prune(now: Millis): Promise<void> {
    for (const name of await readdir(this.staging)) {
      const path = join(this.staging, name);
      const facts = await stat(path).catch(() => undefined);
      if (facts && now - facts.mtimeMs > leftMs) await rm(path, { recursive: true, force: true });
    }
  }

  /** Of every call of git. */
  environment(passed: Record<string, string>, protocols: readonly string[]): Record<string, string> {
    return {
      ...passed,
      HOME: this.home,
      XDG_CONFIG_HOME: this.home,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: this.settings,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '/bin/false',
      SSH_ASKPASS: '/bin/false',
      GIT_LFS_SKIP_SMUDGE: '1',
      GIT_ALLOW_PROTOCOL: protocols.join(':'),
      GIT_PROTOCOL_FROM_USER: '0',
      GIT_OPTIONAL_LOCKS: '0',
    };
  }
}
