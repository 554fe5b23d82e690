import type { ListArtifacts as Query, ListArtifactsReply } from '@switchyard/contracts';
import { Clock } from '@switchyard/kernel';
import { Artifacts } from './ports.js';

export class ListArtifacts {
  constructor(
    private readonly artifacts: Artifacts,
    private readonly clock: Clock,
  ) {}

  async run({ executionId }: Query): Promise<ListArtifactsReply> {
    const found = await this.artifacts.of(executionId, this.clock.now());
    return {
      artifacts: found.map(({ project: _project, executionId: _execution, endsAt: _ends, ...facts }) => facts),
    };
  }
}
