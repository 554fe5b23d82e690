import type { Bus } from '@switchyard/bus';
import { SystemClock } from '@switchyard/kernel';
import type { Cache, Store } from '@switchyard/store';
import { AnnounceChange } from './app/announce-change.js';
import { ApplyPipeline } from './app/apply-pipeline.js';
import { ChangePipeline } from './app/change-pipeline.js';
import { CurrentPipelines } from './app/current-pipelines.js';
import { DetectProjects } from './app/detect-projects.js';
import { GatherIncludes } from './app/gather-includes.js';
import { KeepTemplates } from './app/keep-templates.js';
import { MarkPipeline } from './app/mark-pipeline.js';
import type { FileParser } from './app/ports.js';
import { ReadModel } from './app/read-model.js';
import { ReadPipelines } from './app/read-pipelines.js';
import { ReadTemplates } from './app/read-templates.js';
import { ReadVersions } from './app/read-versions.js';
import { RunPipeline } from './app/run-pipeline.js';
import { ValidatePipeline } from './app/validate-pipeline.js';
import { CachedVersions } from './out/cached-versions.js';
import { MongoPipelines } from './out/mongo-pipelines.js';
import { MongoTemplates } from './out/mongo-templates.js';
import { NatsExecutions } from './out/nats-executions.js';
import { NatsNews } from './out/nats-news.js';
import { WorkerDiffer } from './out/worker-differ.js';
import { WorkerProjectDetector } from './out/worker-project-detector.js';
import { triggerPartsOf } from './trigger-parts.js';

/** Everything the service is made of, wired. */
export const partsOf = (bus: Bus, store: Pick<Store, 'connection' | 'clock'>, cache: Cache, files: FileParser) => {
  const { connection } = store;
  const clock = new SystemClock();
  const pipelines = new MongoPipelines(connection);
  const templates = new MongoTemplates(connection);
  const current = new CurrentPipelines(pipelines, clock);
  const models = new ReadModel(new CachedVersions(cache), files);
  const running = new RunPipeline(pipelines, current, models, new NatsExecutions(bus));
  const triggers = triggerPartsOf(bus, store, { pipelines, current, models, running });
  const announcing = new AnnounceChange(current, new NatsNews(bus), clock, triggers.standing);
  const gathering = new GatherIncludes(templates);
  return {
    pipelines,
    current,
    models,
    applying: new ApplyPipeline(pipelines, files, gathering, announcing, clock),
    changing: new ChangePipeline(pipelines, files, gathering, announcing, clock),
    marking: new MarkPipeline(pipelines, announcing, clock),
    reading: new ReadPipelines(pipelines, current, models),
    history: new ReadVersions(pipelines, new WorkerDiffer()),
    running,
    validating: new ValidatePipeline(files, gathering),
    detecting: new DetectProjects(new WorkerProjectDetector()),
    triggers,
    keeping: new KeepTemplates(templates, clock),
    library: new ReadTemplates(templates),
  };
};

export type Parts = ReturnType<typeof partsOf>;
