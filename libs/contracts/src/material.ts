import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Max,
  Min,
} from 'class-validator';
import { longestCacheKey } from './cache-key.js';
import { IsSlug } from './ids.js';
import { type When, whens } from './words.js';
import { IsMap } from './is-map.js';

export const reportKinds = ['junit', 'sarif', 'lcov', 'cobertura'] as const;
/** What files of an artifact are, where the platform can read them. */
export type ReportKind = (typeof reportKinds)[number];

/** A container beside a step, reachable by its name. */
export class ServicePlan {
  @IsSlug() name!: string;
  @Length(1, 1_000) image!: string;
  @IsMap() environment!: Record<string, string>;
  /** Ports it listens on; none said = those of its image. */
  @IsArray()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(65_535, { each: true })
  ports!: number[];
  /** A command that succeeds once it is healthy. */
  @IsOptional() @Length(1, 10_000) health?: string;
}

/** Files that are kept after a step. */
export class ArtifactPlan {
  /** Unique in its step. */
  @Length(1, 200) name!: string;
  /** Globs below the workspace; `!` in front leaves out. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @Length(1, 1_000, { each: true }) paths!: string[];
  /** They are removed after this time; absent: as long as the platform keeps them. */
  @IsOptional() @IsInt() @Min(1) expiresSeconds?: number;
  @IsOptional() @IsIn(reportKinds) report?: ReportKind;
  /** After which result of the step they are kept. */
  @IsIn(whens) when!: When;
}

/** Files that are brought back from an earlier execution, and kept for the next. */
export class CachePlan {
  /** Hashes of files are filled in by the connector: see cache-key.ts. */
  @Length(1, longestCacheKey) key!: string;
  /** Beginnings of other keys to take instead, in order. */
  @IsArray() @ArrayMaxSize(20) @Length(1, longestCacheKey, { each: true }) fallbacks!: string[];
  /** Globs below the workspace. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @Length(1, 1_000, { each: true }) paths!: string[];
}

/** When a step need not run: the same command with the same files has succeeded before. */
export class MemoPlan {
  /** More that must be the same, as with the key of a cache. */
  @IsOptional() @Length(1, longestCacheKey) key?: string;
  /** Globs of the files it reads. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @Length(1, 1_000, { each: true }) inputs!: string[];
  /** Globs of the files it makes, which are brought back instead. */
  @IsArray() @ArrayMaxSize(100) @Length(1, 1_000, { each: true }) outputs!: string[];
}

export const sourceFilters = ['blob:none'] as const;
export type SourceFilter = (typeof sourceFilters)[number];

/** The repository a step works on. */
export class SourcePlan {
  /** Address of the repository: https, ssh or, where the connector allows it, a path. */
  @Length(1, 2_000) repository!: string;
  /** Branch, tag, full reference or commit; absent: the repository's default branch. */
  @IsOptional() @Length(1, 500) ref?: string;
  /** The commit that `ref` must hold. */
  @IsOptional() @Length(4, 64) commit?: string;
  /** Commits of history; absent: 1, 0: all. */
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000) depth?: number;
  /** What of history is fetched only when somebody asks for it: the contents of files. The depth is 0 then, unless given. */
  @IsOptional() @IsIn(sourceFilters) filter?: SourceFilter;
  @IsOptional() @IsBoolean() submodules?: boolean;
  /** Folder below the workspace; the workspace itself unless given. */
  @IsOptional() @Length(1, 500) path?: string;
  /** The variable among the step's secrets that holds a token, or a private key for ssh. */
  @IsOptional() @Length(1, 200) credentials?: string;
}
