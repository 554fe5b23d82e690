import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ChangeTemplateReply,
  GetTemplate,
  type GetTemplateReply,
  ListTemplates,
  type ListTemplatesReply,
  ListTemplateVersions,
  type ListTemplateVersionsReply,
  PutTemplate,
  RemoveTemplate,
  rpc,
} from '@switchyard/contracts';
import { KeepTemplates } from '../app/keep-templates.js';
import { ReadTemplates } from '../app/read-templates.js';

/** The template library. */
@Controller()
export class TemplateResponder {
  constructor(
    private readonly keeping: KeepTemplates,
    private readonly reading: ReadTemplates,
  ) {}

  @MessagePattern(rpc.pipeline.putTemplate)
  put(@Payload() message: PutTemplate): Promise<ChangeTemplateReply> {
    return this.keeping.put(message);
  }

  @MessagePattern(rpc.pipeline.removeTemplate)
  remove(@Payload() message: RemoveTemplate): Promise<ChangeTemplateReply> {
    return this.keeping.remove(message);
  }

  @MessagePattern(rpc.pipeline.getTemplate)
  get(@Payload() query: GetTemplate): Promise<GetTemplateReply> {
    return this.reading.get(query);
  }

  @MessagePattern(rpc.pipeline.listTemplates)
  list(@Payload() query: ListTemplates): Promise<ListTemplatesReply> {
    return this.reading.list(query);
  }

  @MessagePattern(rpc.pipeline.templateVersions)
  versions(@Payload() query: ListTemplateVersions): Promise<ListTemplateVersionsReply> {
    return this.reading.versions(query);
  }
}
