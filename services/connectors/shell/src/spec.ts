import { plainToInstance } from 'class-transformer';
import { IsOptional, IsString, validateSync } from 'class-validator';
import { Fault } from '@switchyard/kernel';

/** What a shell step's `config` says. */
export class ShellSpec {
  /** Runs as `/bin/sh -e -c <command>`. */
  @IsOptional() @IsString() command?: string;
  /** Runs as a file: by its own `#!` line, or by `/bin/sh -e`. */
  @IsOptional() @IsString() script?: string;
  /** Below the workspace; the workspace itself unless given. */
  @IsOptional() @IsString() workingDirectory?: string;
}

/** @throws Fault `bad-config` that says which field is wrong. */
export const readSpec = (config: Record<string, unknown>): ShellSpec => {
  const spec = plainToInstance(ShellSpec, config);
  const mistakes = validateSync(spec, { forbidUnknownValues: false }).flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
  if (spec.command === undefined && spec.script === undefined) mistakes.push('a shell step needs command or script');
  if (mistakes.length === 0) return spec;
  throw new Fault({ code: 'bad-config', message: mistakes.join('; '), blame: 'user', retry: false });
};
