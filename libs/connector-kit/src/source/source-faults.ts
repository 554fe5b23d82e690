import { Fault, type FaultInput } from '@switchyard/kernel';
import type { GitFailure } from './git.js';
import { plain } from './progress-lines.js';

type Rule = Pick<FaultInput, 'code' | 'blame' | 'retry'> & { said: RegExp; why: string; suggestion: string };

/** What git says, by who must act; the first that fits. It speaks English, as it is told to (LC_ALL). */
const rules: Rule[] = [
  {
    said: /terminal prompts disabled|could not read (Username|Password)|failed to execute prompt script|unable to read askpass/,
    code: 'credentials-needed',
    blame: 'user',
    retry: false,
    why: 'asks for credentials: it is private, or does not exist',
    suggestion: 'check the address, and name a secret with a token: source: { credentials: NAME }',
  },
  {
    said: /Authentication failed|returned error: 40[13]|HTTP 40[13]|Permission denied \(|Load key|access denied/i,
    code: 'wrong-credentials',
    blame: 'user',
    retry: false,
    why: 'does not take these credentials',
    suggestion: 'check the secret that credentials: of the source names, and what it may read',
  },
  {
    said: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'unknown-host',
    blame: 'policy',
    retry: false,
    why: 'has a host whose key this connector does not trust',
    suggestion: 'let the operator check the key and add it to SOURCE_KNOWN_HOSTS',
  },
  {
    said: /transport '.*' not allowed|protocol '.*' (is )?not (allowed|supported)/,
    code: 'protocol-not-allowed',
    blame: 'policy',
    retry: false,
    why: 'leads to a protocol that this connector does not allow',
    suggestion: 'let the operator add it to SOURCE_PROTOCOLS',
  },
  {
    said: /[Rr]epository .*not found|not found: did you run|returned error: 404|HTTP 404|does not appear to be a git repository|no such repository|not exported|not a git repository/,
    code: 'unknown-repository',
    blame: 'user',
    retry: false,
    why: 'is not there, or not for these credentials',
    suggestion: 'check the address of the source',
  },
  {
    said: /couldn't find remote ref|not our ref|unadvertised object|no such remote ref|reference is not a tree/i,
    code: 'unknown-ref',
    blame: 'user',
    retry: false,
    why: 'does not have what the source asks for',
    suggestion: 'check ref: and commit: of the source, and that they are pushed',
  },
  {
    said: /fsck error|error in (object|tree|blob|commit)|invalid path '|gitmodules/i,
    code: 'unsafe-repository',
    blame: 'user',
    retry: false,
    why: 'holds something that would harm whoever checks it out',
    suggestion: 'look at what git says of it: git fsck --strict',
  },
  {
    said: /No space left|Disk quota exceeded/,
    code: 'disk-full',
    blame: 'platform',
    retry: true,
    why: 'does not fit on the connector’s disk',
    suggestion: 'make room where the connector keeps its data',
  },
];

/** A failed call of git as a fault that says who must act. */
export const faultOf = (failure: GitFailure, repository: string): Fault => {
  const detail = lastLine(failure.said);
  const rule = failure.isLate ? undefined : rules.find(({ said }) => said.test(failure.said));
  if (rule)
    return new Fault({
      code: rule.code,
      message: `the repository ${repository} ${rule.why} (${detail})`,
      blame: rule.blame,
      retry: rule.retry,
      suggestions: [rule.suggestion],
      cause: failure,
    });
  return new Fault({
    code: failure.isLate ? 'repository-too-slow' : 'repository-unreachable',
    message: `the repository ${repository} ${failure.isLate ? 'took too long' : `cannot be fetched now (${detail})`}`,
    blame: 'platform',
    retry: true,
    suggestions: ['look whether the connector reaches its host'],
    cause: failure,
  });
};

/** What says most is the last line that is a complaint. */
const lastLine = (said: string): string => {
  const lines = said
    .split(/[\r\n]+/)
    .map(plain)
    .filter(line => line !== '');
  const told = lines.findLast(line => /^(fatal|error|ERROR|ssh|remote):|denied|failed/.test(line)) ?? lines.at(-1);
  return (told ?? 'git said nothing').slice(0, 300);
};

export const unknownRef = (repository: string, what: string): Fault =>
  new Fault({
    code: 'unknown-ref',
    message: `the repository ${repository} has no ${what}`,
    blame: 'user',
    retry: false,
    suggestions: ['check ref: and commit: of the source, and that they are pushed'],
  });
