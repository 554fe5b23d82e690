export * from './language.js';
export * from './limits.js';
export type {
  ApprovalModel,
  ArtifactModel,
  CacheModel,
  ConcurrencyModel,
  Globs,
  InputModel,
  MatrixModel,
  NotificationModel,
  ParseResult,
  PipelineModel,
  RetryPolicy,
  ServiceModel,
  StageModel,
  StepModel,
  TriggerModel,
} from './model.js';
export { type Beside, parsePipeline } from './parse-pipeline.js';
export { type Formatted, formatPipeline } from './print/format-pipeline.js';
export { printPipeline } from './print/print-pipeline.js';
export { includesOf } from './templates/include-paths.js';
export { mistakeInCron } from './triggers/cron.js';
export { type InputMistake, mistakeInInput } from './triggers/input-value.js';
