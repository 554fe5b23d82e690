import { type DynamicModule, Module } from '@nestjs/common';
import type { Bus } from '@switchyard/bus';
import { SystemClock } from '@switchyard/kernel';
import type { Cache, Store } from '@switchyard/store';
import { ApplyPipeline } from './app/apply-pipeline.js';
import type { FileParser } from './app/ports.js';
import { ReadModel } from './app/read-model.js';
import { ReadPipelines } from './app/read-pipelines.js';
import { RunPipeline } from './app/run-pipeline.js';
import { ValidatePipeline } from './app/validate-pipeline.js';
import { PipelineResponder } from './in/pipeline.responder.js';
import { CachedVersions } from './out/cached-versions.js';
import { MongoPipelines } from './out/mongo-pipelines.js';
import { NatsExecutions } from './out/nats-executions.js';

@Module({})
export class PipelineModule {
  static of(bus: Bus, { connection }: Store, cache: Cache, files: FileParser): DynamicModule {
    const pipelines = new MongoPipelines(connection);
    const models = new ReadModel(new CachedVersions(cache), files);
    return {
      module: PipelineModule,
      controllers: [PipelineResponder],
      providers: [
        { provide: ApplyPipeline, useValue: new ApplyPipeline(pipelines, files, new SystemClock()) },
        { provide: ReadPipelines, useValue: new ReadPipelines(pipelines, models) },
        { provide: RunPipeline, useValue: new RunPipeline(pipelines, models, new NatsExecutions(bus)) },
        { provide: ValidatePipeline, useValue: new ValidatePipeline(files) },
      ],
    };
  }
}
