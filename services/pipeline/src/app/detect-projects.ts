import type { DetectProjects as Message, DetectReply } from '@switchyard/contracts';
import type { ProjectDetector } from './ports.js';

/** Says what a checkout is, and writes a pipeline for it. Nothing is kept. */
export class DetectProjects {
  constructor(private readonly detector: ProjectDetector) {}

  run({ paths, texts, name }: Message): Promise<DetectReply> {
    return this.detector.detect(new Map(paths.map((path, index) => [path, texts[index]])), name);
  }
}
