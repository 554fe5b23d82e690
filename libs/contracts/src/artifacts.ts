import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Length, Matches, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import { isArtifactName, maxArtifactFiles } from './artifact-names.js';
import { type ReportKind, reportKinds } from './material.js';

export const IsArtifactName = () =>
  ValidateBy({
    name: 'isArtifactName',
    validator: {
      validate: isArtifactName,
      defaultMessage: args => `${args?.property} must be 1 to 200 characters, none of them a control character`,
    },
  });

/** The few numbers of a report. Which of them are there depends on its kind. */
export class ReportTotals {
  @IsIn(reportKinds) kind!: ReportKind;
  @IsOptional() @IsInt() @Min(0) tests?: number;
  /** Tests that failed or broke. */
  @IsOptional() @IsInt() @Min(0) failed?: number;
  @IsOptional() @IsInt() @Min(0) skipped?: number;
  @IsOptional() @IsInt() @Min(0) findings?: number;
  /** Findings that are errors. */
  @IsOptional() @IsInt() @Min(0) errors?: number;
  /** Lines of code that could run, and that did. */
  @IsOptional() @IsInt() @Min(0) lines?: number;
  @IsOptional() @IsInt() @Min(0) linesHit?: number;
  /** Files that are not, or not wholly, in it. */
  @IsOptional() @IsInt() @Min(0) mistakes?: number;
}

/** Files that were kept after a step, without their names. */
export class ArtifactMark {
  @IsArtifactName() name!: string;
  @IsInt() @Min(0) @Max(maxArtifactFiles) files!: number;
  /** Of all files together. */
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) bytes!: number;
  /** In the blob store, for what it consists of: `<key>/files`, `<key>/list` and, of a report, `<key>/report`. */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/) @Length(1, 400) key!: string;
  /** It is removed after this time; absent: as long as the platform keeps it. */
  @IsOptional() @IsInt() @Min(1) expiresSeconds?: number;
  @IsOptional() @ValidateNested() @Type(() => ReportTotals) report?: ReportTotals;
}
