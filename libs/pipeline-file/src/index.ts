export * from './limits.js';
export type {
  ApprovalModel,
  ConcurrencyModel,
  InputModel,
  MatrixModel,
  ParseResult,
  PipelineModel,
  RetryPolicy,
  StageModel,
  StepModel,
  TriggerModel,
} from './model.js';
export { parsePipeline } from './parse-pipeline.js';
