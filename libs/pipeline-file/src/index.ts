export * from './limits.js';
export type {
  ApprovalModel,
  ConcurrencyModel,
  ParseResult,
  PipelineModel,
  RetryPolicy,
  StageModel,
  StepModel,
  TriggerModel,
} from './model.js';
export { parsePipeline } from './parse-pipeline.js';
