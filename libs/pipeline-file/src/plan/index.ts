export { wrongRepository } from './source.js';
export { checkInputs, type CheckedInputs, type GivenInputs, type InputMistake } from './check-inputs.js';
export { planPipeline } from './plan-pipeline.js';
export type { PlanFacts, Planned, PlannedPipeline, PlannedStage, PlannedStep, TriggerWords } from './planned.js';
export { triggerWords } from './trigger-words.js';
export { pipelineEnvironment } from './pipeline-environment.js';
