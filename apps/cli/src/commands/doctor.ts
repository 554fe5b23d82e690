import { join } from 'node:path';
import { inherited } from '../config.js';
import { type Finding, fine, problem } from '../doctor/finding.js';
import {
  judgeClock,
  judgeDirectory,
  judgeDisk,
  judgeGroups,
  judgeNats,
  judgeNode,
  judgeServer,
  judgeToken,
} from '../doctor/judge.js';
import { clockOff, freeBytes, modeOf, natsServer, troubleWith, unsafeHere, writableGroup } from '../doctor/look.js';
import { askPlatform, platformHere } from '../doctor/ask.js';
import { exit } from '../exit.js';
import { dataDirectory } from '../platform/found.js';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';

/** Lists all findings at once; exits with 3 when one of them is in the way. */
export const doctor = async (
  terminal: Terminal,
  version: string,
  { data, json }: { data?: string; json: boolean },
): Promise<number> => {
  const findings = await lookAround(data, version);
  const isWell = findings.every(({ state }) => state !== 'problem');
  if (json) terminal.json({ ok: isWell, findings });
  else for (const line of findings.flatMap(one => linesOf(terminal, one))) terminal.line(line);
  return isWell ? exit.success : exit.platform;
};

const lookAround = async (data: string | undefined, version: string): Promise<Finding[]> => {
  const directory = dataDirectory(data);
  const platform = await platformHere(data);
  const token = join(directory, 'token');
  const [disk, trouble, mode, nats, group, off, unsafe, answered] = await Promise.all([
    freeBytes(directory),
    troubleWith(directory),
    modeOf(token),
    natsServer(),
    writableGroup(),
    clockOff(platform?.url),
    unsafeHere(inherited()),
    platform && askPlatform(platform),
  ]);
  return [
    judgeNode(process.version),
    judgeDisk(disk),
    judgeDirectory(directory, trouble),
    judgeToken(token, mode),
    judgeNats(nats),
    judgeGroups(group),
    judgeClock(Date.now(), off),
    ...(answered ? judgeServer(answered, version) : []),
    ...(unsafe.length === 0 ? [fine('environment', 'is safe')] : []),
    ...unsafe.map(({ message }) => problem('environment', message, 'no service starts with it')),
  ];
};

const linesOf = ({ colors }: Terminal, { name, state, says, suggestion }: Finding): string[] => {
  const mark = { fine: colors.green('ok      '), warning: colors.yellow('warning '), problem: colors.red('problem ') };
  const line = `${mark[state]} ${name} ${plain(says)}`;
  return suggestion === undefined ? [line] : [line, `         ${plain(suggestion)}`];
};
