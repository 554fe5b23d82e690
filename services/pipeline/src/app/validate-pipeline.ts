import type { Finding, ValidatePipeline as Message, ValidatePipelineReply } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { ParseResult } from '@switchyard/pipeline-file';
import { planPipeline } from '@switchyard/pipeline-file/plan';
import type { GatherIncludes } from './gather-includes.js';
import type { FileParser } from './ports.js';

/** Says what is wrong with a file, and shows the plan of one that is right. Keeps nothing. */
export class ValidatePipeline {
  constructor(
    private readonly files: FileParser,
    private readonly gathering: GatherIncludes,
  ) {}

  async run(message: Message): Promise<ValidatePipelineReply> {
    const { model, findings } = await this.parsed(message);
    if (!model) return { findings };
    const planned = planPipeline(model);
    const all = [...findings, ...planned.findings];
    return planned.plan ? { findings: all, plan: planned.plan } : { findings: all };
  }

  /** To who asks what is wrong with a file, that it cannot be read in time is an answer too. */
  private async parsed({ project, yaml, files }: Message): Promise<ParseResult> {
    try {
      return await this.files.parse(yaml, { files: await this.gathering.run(project, yaml, files) });
    } catch (error) {
      if (error instanceof Fault && error.blame === 'user') return { findings: [findingOf(error)] };
      throw error;
    }
  }
}

const findingOf = ({ code, message, suggestions: [suggestion] }: Fault): Finding => ({
  severity: 'error',
  code,
  message,
  ...(suggestion === undefined ? {} : { suggestion }),
  path: '',
  line: 1,
  column: 1,
});
