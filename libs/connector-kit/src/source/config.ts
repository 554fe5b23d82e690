import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

export const sshHostPolicies = ['first', 'known'] as const;

/** How repositories are fetched. */
export class SourceConfig {
  /** Protocols a source may have, with commas: https, ssh, http, git, file. */
  @Matches(/^(https|ssh|http|git|file)(,(https|ssh|http|git|file))*$/) SOURCE_PROTOCOLS = 'https,ssh';
  /** Folders of this machine whose repositories a source may name by their path, with commas. `file` must be a protocol too. */
  @IsOptional() @Matches(/^\/[^,]*(,\/[^,]*)*$/) SOURCE_FILE_ROOTS?: string;
  /** Which ssh hosts are trusted: those seen for the first time (and the same key ever after), or known ones only. */
  @IsIn(sshHostPolicies) SOURCE_SSH_HOSTS: (typeof sshHostPolicies)[number] = 'first';
  /** Keys of ssh hosts (known_hosts); without it they are kept in the data directory. */
  @IsOptional() @IsString() SOURCE_KNOWN_HOSTS?: string;
  /** Milliseconds after which one call of git is ended. */
  @IsInt() @Min(1_000) @Max(86_400_000) SOURCE_TIMEOUT_MS = 1_800_000;
  /** Megabytes that copies of repositories may take; those used longest ago go first. */
  @IsInt() @Min(0) SOURCE_COPIES_MB = 20_000;
  /** Days after which a copy that nobody used goes. */
  @IsInt() @Min(1) SOURCE_COPIES_DAYS = 30;
}

/** Of this process's environment, what git needs to find its parts and its way out. */
const passed = [
  'PATH',
  'TMPDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
];

export const passedToGit = (): Record<string, string> =>
  Object.fromEntries(
    passed.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
