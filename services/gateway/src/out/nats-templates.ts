import type { Bus } from '@switchyard/bus';
import {
  type ChangeTemplateReply,
  type GetTemplate,
  type GetTemplateReply,
  type ListTemplates,
  type ListTemplatesReply,
  type ListTemplateVersions,
  type ListTemplateVersionsReply,
  type PutTemplate,
  type RemoveTemplate,
  rpc,
} from '@switchyard/contracts';
import { TemplateLibrary } from '../app/ports.js';
import { patience } from './patience.js';

export class NatsTemplates extends TemplateLibrary {
  constructor(private readonly bus: Bus) {
    super();
  }

  put(message: Omit<PutTemplate, 'v'>): Promise<ChangeTemplateReply> {
    return this.bus.call(rpc.pipeline.putTemplate, { v: 1, ...message }, patience);
  }

  remove(message: Omit<RemoveTemplate, 'v'>): Promise<ChangeTemplateReply> {
    return this.bus.call(rpc.pipeline.removeTemplate, { v: 1, ...message }, patience);
  }

  get(query: Omit<GetTemplate, 'v'>): Promise<GetTemplateReply> {
    return this.bus.call(rpc.pipeline.getTemplate, { v: 1, ...query }, patience);
  }

  list(query: Omit<ListTemplates, 'v'>): Promise<ListTemplatesReply> {
    return this.bus.call(rpc.pipeline.listTemplates, { v: 1, ...query }, patience);
  }

  versions(query: Omit<ListTemplateVersions, 'v'>): Promise<ListTemplateVersionsReply> {
    return this.bus.call(rpc.pipeline.templateVersions, { v: 1, ...query }, patience);
  }
}
