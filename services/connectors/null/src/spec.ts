import { plainToInstance } from 'class-transformer';
import { IsBoolean, IsInt, IsNumber, IsOptional, IsString, Max, Min, validateSync } from 'class-validator';
import { AreOutputs } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';

/** How a null step behaves. */
export class NullSpec {
  /** Seconds until it ends. */
  @IsOptional() @IsNumber() @Min(0) sleep = 0;
  @IsOptional() @IsInt() @Min(0) @Max(255) exit = 0;
  /** Printed at once, with a newline. */
  @IsOptional() @IsString() print?: string;
  /** Numbered lines printed after that. */
  @IsOptional() @IsInt() @Min(0) lines = 0;
  /** Never ends by itself. */
  @IsOptional() @IsBoolean() hang = false;
  /** Ends only when it is killed. */
  @IsOptional() @IsBoolean() ignoreSignals = false;
  /** Given at its own end, by name. */
  @IsOptional() @AreOutputs() outputs?: Record<string, string>;
}

/** @throws Fault `bad-config` that says which field is wrong. */
export const readSpec = (config: Record<string, unknown>): NullSpec => {
  const spec = plainToInstance(NullSpec, config);
  const mistakes = validateSync(spec, { forbidUnknownValues: false }).flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
  if (mistakes.length === 0) return spec;
  throw new Fault({ code: 'bad-config', message: mistakes.join('; '), blame: 'user', retry: false });
};
