import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { blobsUrl } from '@switchyard/blobs/url';
import { eventSubscribers } from '@switchyard/contracts';
import { IsInt, IsOptional, IsString, Matches, Min } from 'class-validator';
import { Fault, reasonOf } from '@switchyard/kernel';
import { allowVariable, type SanityCode } from '@switchyard/kernel/sanity';
import { readConfig, refuseUnsafe } from '@switchyard/http';

export class SingleNodeConfig {
  /** Used instead of a store of its own. */
  @IsOptional() @IsString() MONGODB_URI?: string;
  @IsString() MONGODB_DATABASE = 'switchyard';
  /** Caches live in the processes without it. */
  @IsOptional() @IsString() REDIS_URL?: string;
  /** Where files are kept; below the data directory without it. */
  @IsOptional() @Matches(blobsUrl) BLOBS_URL?: string;
  /** Base address of an OTLP/HTTP collector. */
  @IsOptional() @IsString() OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  @IsString() LOG_LEVEL = 'info';
  /** Longest wait, in milliseconds, before a service that keeps dying is started again. */
  @IsInt() @Min(1) RESTART_MAX_MS = 5_000;
  /**
   * What sources may be, as connectors have it. Steps run as whoever started this may read any repository of this machine
   * that they may, so a source may name it too; a checkout that is run from is one.
   */
  @IsString() SOURCE_PROTOCOLS = 'https,ssh,file';
  @IsString() SOURCE_FILE_ROOTS = '/';
  /** Which connectors run, with commas; `docker` where there is an engine. */
  @Matches(/^(?:shell|null|docker)(?:,(?:shell|null|docker))*$/) CONNECTORS = 'shell,null,docker';
  /** Who outside of the platform hears of one project: name:project, with commas. */
  @Matches(eventSubscribers) EVENT_SUBSCRIBERS = '';
  /** Where processes die on purpose, for tests of the platform itself; its services inherit it. */
  @IsOptional() @IsString() CRASH_AT?: string;
}

export interface Options {
  /** Where everything that lasts is kept. */
  data: string;
  /** Of the API on loopback; 0 = any free one. */
  port: number;
  /** Each service as a process of its own. */
  processes: boolean;
  /** Leaves when standard input closes. */
  withParent: boolean;
}

const usage = 'use: main.js --data DIRECTORY [--port N] [--processes] [--with-parent]';

/** @throws Fault `bad-usage` */
export const readOptions = (args: string[]): Options => {
  const { data, port = '0', processes = false, 'with-parent': withParent = false } = parsed(args);
  if (!data) throw badUsage('--data DIRECTORY is missing');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw badUsage(`--port must be 0 to 65535, not ${port}`);
  return { data, port: Number(port), processes, withParent };
};

export const readEnvironment = async (): Promise<SingleNodeConfig> => {
  const config = readConfig(SingleNodeConfig, process.env);
  await refuseUnsafe(SingleNodeConfig, process.env);
  return config;
};

/** Whether those who know why allow what is unsafe. */
export const isAllowed = (code: SanityCode): boolean =>
  (process.env[allowVariable] ?? '').split(',').some(word => word.trim() === code);

/** Whether there may be an engine for containers: its usual socket is there, or another place is said. */
export const hasEngine = (): boolean => Boolean(process.env['DOCKER_HOST']) || existsSync('/var/run/docker.sock');

/** Never inherited: each service is told what it may know, and they cannot share one port. */
const ownOfEach = ['MONGODB_URI', 'REDIS_URL', 'YARD_TOKEN', 'NATS_PASSWORD', 'OPS_PORT'];

/** What the services inherit of this process's environment, in whatever mode they run. */
export const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownOfEach.includes(name)));

const parsed = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        processes: { type: 'boolean' },
        'with-parent': { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    throw badUsage(reasonOf(cause));
  }
};

const badUsage = (message: string): Fault =>
  new Fault({ code: 'bad-usage', message, blame: 'user', retry: false, suggestions: [usage] });
