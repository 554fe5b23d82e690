import { IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { IsSlug } from './ids.js';
import { highestPort } from './words.js';

/** A port that a step listens on, and that is reached from outside of it. */
export class PortPlan {
  /** Unique in its step. */
  @IsSlug() name!: string;
  /** The number that the step listens on; absent: its connector chooses one. */
  @IsOptional() @IsInt() @Min(1) @Max(highestPort) port?: number;
}

/** Where a port of a running step is reached. */
export class PortNote {
  @IsSlug() name!: string;
  /** Of the machine that the step runs on: 127.0.0.1 is reached from there alone. */
  @Length(1, 100) address!: string;
  @IsInt() @Min(1) @Max(highestPort) port!: number;
  /** The machine, by its own name. */
  @IsOptional() @Length(1, 255) host?: string;
}
