import type { TriggerFacts } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';

/** Whether an event starts a pipeline. Skipped is an answer: one sentence names the rule. */
export type Verdict =
  | {
      run: true;
      facts: TriggerFacts;
      /** What the trigger itself gives for the inputs. */
      inputs: Record<string, string>;
    }
  | { run: false; reason: string };

/** What else a verdict rests on. */
export interface Subject {
  pipelineId: string;
  model: PipelineModel;
  /** When the event came. */
  at: string;
}
