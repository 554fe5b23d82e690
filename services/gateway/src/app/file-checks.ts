import type { ProjectId, ValidatePipelineReply } from '@switchyard/contracts';

/** The checks of the pipeline service, for files that are not to be kept. */
export abstract class FileChecks {
  abstract validate(project: ProjectId, yaml: string, files: Record<string, string>): Promise<ValidatePipelineReply>;
}
