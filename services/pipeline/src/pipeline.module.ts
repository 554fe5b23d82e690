import { type DynamicModule, Module } from '@nestjs/common';
import { ApplyPipeline } from './app/apply-pipeline.js';
import { DetectProjects } from './app/detect-projects.js';
import { ChangePipeline } from './app/change-pipeline.js';
import { CheckTriggerInputs } from './app/check-trigger-inputs.js';
import { DeliverEvent } from './app/deliver-event.js';
import { DeliverToProject } from './app/deliver-to-project.js';
import { KeepTemplates } from './app/keep-templates.js';
import { KeepNotifyTargets } from './app/notify/keep-notify-targets.js';
import { MarkPipeline } from './app/mark-pipeline.js';
import { ReadDeliveries } from './app/read-deliveries.js';
import { ReadPipelines } from './app/read-pipelines.js';
import { ReadStarts } from './app/read-starts.js';
import { ReadTemplates } from './app/read-templates.js';
import { ReadVersions } from './app/read-versions.js';
import { RunPipeline } from './app/run-pipeline.js';
import { KeepSecrets } from './app/secrets/keep-secrets.js';
import { RotateKeys } from './app/secrets/rotate-keys.js';
import { SealSecrets } from './app/secrets/seal-secrets.js';
import { ValidatePipeline } from './app/validate-pipeline.js';
import { ChangeResponder } from './in/change.responder.js';
import { PipelineResponder } from './in/pipeline.responder.js';
import { SecretResponder } from './in/secret.responder.js';
import { TemplateResponder } from './in/template.responder.js';
import { TriggerResponder } from './in/trigger.responder.js';
import { NotifyResponder } from './in/notify.responder.js';
import type { NotifyParts } from './notify-parts.js';
import type { Parts } from './parts.js';
import type { SecretParts } from './secret-parts.js';

@Module({})
export class PipelineModule {
  static of(parts: Parts, secrets: SecretParts, notify: NotifyParts): DynamicModule {
    return {
      module: PipelineModule,
      controllers: [
        PipelineResponder,
        ChangeResponder,
        TemplateResponder,
        TriggerResponder,
        SecretResponder,
        NotifyResponder,
      ],
      providers: [
        { provide: DetectProjects, useValue: parts.detecting },
        { provide: ApplyPipeline, useValue: parts.applying },
        { provide: ReadPipelines, useValue: parts.reading },
        { provide: RunPipeline, useValue: parts.running },
        { provide: ChangePipeline, useValue: parts.changing },
        { provide: MarkPipeline, useValue: parts.marking },
        { provide: ReadVersions, useValue: parts.history },
        { provide: KeepTemplates, useValue: parts.keeping },
        { provide: ReadTemplates, useValue: parts.library },
        { provide: KeepNotifyTargets, useValue: notify.keeping },
        { provide: KeepSecrets, useValue: secrets.keeping },
        { provide: SealSecrets, useValue: secrets.sealing },
        { provide: RotateKeys, useValue: secrets.rotating },
        { provide: ValidatePipeline, useValue: parts.validating },
        { provide: DeliverEvent, useValue: parts.triggers.delivering },
        { provide: DeliverToProject, useValue: parts.triggers.deliveringToAll },
        { provide: ReadDeliveries, useValue: parts.triggers.reading },
        { provide: ReadStarts, useValue: parts.triggers.starts },
        { provide: CheckTriggerInputs, useValue: parts.triggers.checking },
      ],
    };
  }
}
