import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Grant, SourcePlan } from '@switchyard/contracts';
import { sortableId } from '@switchyard/kernel';
import { randomBytes } from 'node:crypto';
import { SourceConfig } from './config.js';
import { SourceAround } from './source-around.js';

export interface Asked {
  source: SourcePlan;
  /** The execution; a new one unless given. */
  execution?: string;
  workspaceOf?: string;
  project?: string;
  /** The value of its credentials. */
  secret?: string;
  signal?: AbortSignal;
  environment?: Record<string, string>;
  said?: (line: string) => void;
}

export interface Prepared {
  workspace: string;
  execution: string;
  lines: string[];
  given: Record<string, string | undefined>;
}

export const newExecution = (): string => sortableId(Date.now(), randomBytes(16));

/** A connector's machine: what lays sources down, and workspaces. */
export class SourceHouse {
  readonly root = mkdtempSync(join(tmpdir(), 'yard-source-'));
  readonly data = join(this.root, 'data');

  constructor(private readonly options: Partial<SourceConfig> = {}) {
    mkdirSync(join(this.data, 'workspaces'), { recursive: true });
  }

  private own: Promise<SourceAround> | undefined;

  /** Another process of the same connector. */
  another(options: Partial<SourceConfig> = {}): Promise<SourceAround> {
    const open = { SOURCE_PROTOCOLS: 'https,http,ssh,git,file', SOURCE_FILE_ROOTS: this.root };
    return SourceAround.open(this.data, Object.assign(new SourceConfig(), open, this.options, options));
  }

  workspaceOf(execution: string): string {
    const path = join(this.data, 'workspaces', execution);
    mkdirSync(path, { recursive: true });
    return path;
  }

  async prepare(asked: Asked, options: Partial<SourceConfig> = {}): Promise<Prepared> {
    const { execution = newExecution(), source, secret, workspaceOf, project = 'default', environment = {} } = asked;
    const workspace = this.workspaceOf(execution);
    const credentials = secret === undefined ? {} : { credentials: 'YARD_SOURCE_CREDENTIALS' };
    const grant = {
      attemptId: `${execution}.build.1`,
      executionId: execution,
      project,
      environment: { ...environment, ...(secret === undefined ? {} : { YARD_SOURCE_CREDENTIALS: secret }) },
      source: { ...source, ...credentials },
      ...(workspaceOf === undefined ? {} : { workspaceOf }),
    } as unknown as Grant;
    const lines: string[] = [];
    const given: Record<string, string | undefined> = {};
    const around = await (Object.keys(options).length > 0 ? this.another(options) : (this.own ??= this.another()));
    await around.before({
      grant,
      place: { directory: this.root, workspace },
      signal: asked.signal ?? new AbortController().signal,
      say: line => {
        lines.push(line);
        asked.said?.(line);
      },
      give: variables => Object.assign(given, variables),
    });
    return { workspace, execution, lines, given };
  }

  /** Every file below the connector's data that holds the text. */
  filesWith(text: string): string[] {
    return readdirSync(this.data, { recursive: true, withFileTypes: true })
      .filter(one => one.isFile())
      .map(one => join(one.parentPath, one.name))
      .filter(path => readFileSync(path).includes(text));
  }

  get copies(): string[] {
    return readdirSync(join(this.data, 'source/copies')).filter(name => !name.endsWith('.lock'));
  }

  copy(name: string): string {
    return join(this.data, 'source/copies', name);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
