/** One problem of a pipeline file. The same findings come from the API, the CLI and the editor. */
export interface Finding {
  severity: 'error' | 'warning';
  /** Stable lower-case word, such as `unknown-key`. */
  code: string;
  /** What is wrong, one sentence with the value seen. */
  message: string;
  /** What would be right, one sentence. */
  suggestion?: string;
  /** Where in the model, such as `stages[0].steps[1].name`; empty for the whole file. */
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
  /** Where it is explained, such as `docs/pipeline-reference.md#step-timeout`. */
  docs?: string;
  /** The included file it lies in; absent: the pipeline file itself. */
  file?: string;
}
