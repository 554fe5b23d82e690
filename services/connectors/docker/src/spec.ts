import { Transform, plainToInstance } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  validateSync,
} from 'class-validator';
import { Fault } from '@switchyard/kernel';

const listOf = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? [value] : value);
const numberOf = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
const flagOf = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** What a docker step's `config` says. */
export class DockerSpec {
  /** Runs as `/bin/sh -e -c <command>`, or as the last argument of `entrypoint`. */
  @IsOptional() @IsString() command?: string;
  /** Runs as a file: by its own `#!` line, or by `/bin/sh -e`. */
  @IsOptional() @IsString() script?: string;
  /** In the container; below the workspace unless it begins with a slash. */
  @IsOptional() @IsString() workingDirectory?: string;
  @IsOptional() @IsString() image?: string;
  /** Below the workspace. */
  @IsOptional() @IsString() dockerfile?: string;
  /** Below the workspace; the workspace itself unless given. */
  @IsOptional() @IsString() buildContext?: string;
  @IsOptional() @IsObject() buildArgs?: Record<string, string>;
  @IsOptional() @IsString() target?: string;
  @IsOptional() @Transform(listOf) @IsArray() @IsString({ each: true }) tags?: string[];
  /** Images whose layers the build may take over. */
  @IsOptional() @Transform(listOf) @IsArray() @IsString({ each: true }) cacheFrom?: string[];
  @IsOptional() @Transform(flagOf) @IsBoolean() push?: boolean;
  /** Host, and path where there is one, of what has no registry of its own. */
  @IsOptional() @IsString() registry?: string;
  @IsOptional() @Transform(listOf) @IsArray() @IsString({ each: true }) entrypoint?: string[];
  @IsOptional()
  @Matches(/^[\w.-]+(:[\w.-]+)?$/, { message: 'user must be a name or a number, and a group after a colon' })
  user?: string;
  @IsIn(['missing', 'always', 'never']) pull: 'missing' | 'always' | 'never' = 'missing';
  /** Such as `2g`. */
  @IsOptional()
  @Matches(/^\d+(\.\d+)?\s*([kmgt]i?)?b?$/i, { message: 'memory must be an amount such as 2g' })
  memory?: string;
  @IsOptional() @Transform(numberOf) @IsNumber() @Min(0.01) @Max(1_024) cpus?: number;
  /** Whether only the workspace and /tmp can be written to. */
  @IsOptional() @Transform(flagOf) @IsBoolean() readOnly?: boolean;
  /** Capabilities of Linux the step needs, where the connector allows them. */
  @IsOptional() @Transform(listOf) @IsArray() @Matches(/^[A-Z_]+$/, { each: true }) capabilities?: string[];
}

const refuse = (message: string, suggestions: string[] = []): Fault =>
  new Fault({ code: 'bad-config', message, blame: 'user', retry: false, suggestions });

/** @throws Fault `bad-config` that says which field is wrong. */
export const readSpec = (config: Record<string, unknown>): DockerSpec => {
  const spec = plainToInstance(DockerSpec, config);
  const mistakes = validateSync(spec, { forbidUnknownValues: false }).flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
  if (spec.image === undefined && spec.dockerfile === undefined)
    mistakes.push('a docker step needs an image, or a dockerfile to build one from');
  if (spec.image !== undefined && spec.dockerfile !== undefined)
    mistakes.push('a docker step has an image or a dockerfile, not both');
  if (spec.push && !spec.tags?.length) mistakes.push('an image that is pushed needs tags');
  if (mistakes.length > 0) throw refuse(mistakes.join('; '));
  return spec;
};

const units: Record<string, number> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
/** What an engine takes at least. */
const leastMemory = 6 * 2 ** 20;

/** Bytes of an amount such as `64m`, `2g` or `1.5Gi`. */
export const bytesOf = (amount: string): number => {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$/i.exec(amount) ?? [];
  const bytes = Math.round(Number(number) * (units[unit.toLowerCase()] ?? 1));
  if (bytes >= leastMemory) return bytes;
  throw refuse(`memory ${amount} is less than the 6 MiB an engine takes`, ['give it more, such as 64m']);
};

/** As people read it: `64 MiB`. */
export const amountOf = (bytes: number): string => {
  const [unit, size] = bytes >= 2 ** 30 ? (['GiB', 2 ** 30] as const) : (['MiB', 2 ** 20] as const);
  return `${String(Math.round((bytes / size) * 10) / 10)} ${unit}`;
};
