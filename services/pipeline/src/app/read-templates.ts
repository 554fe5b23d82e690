import type {
  GetTemplate,
  GetTemplateReply,
  ListTemplates,
  ListTemplatesReply,
  ListTemplateVersions,
  ListTemplateVersionsReply,
} from '@switchyard/contracts';
import { templateView } from './keep-templates.js';
import type { Templates } from './ports.js';

/** Answers questions about the template library. */
export class ReadTemplates {
  constructor(private readonly templates: Templates) {}

  /** An earlier version also of one that was deleted. */
  async get({ project, name, version }: GetTemplate): Promise<GetTemplateReply> {
    const found =
      version === undefined
        ? await this.templates.find(project, name)
        : await this.templates.version(project, name, version);
    if (!found || (version === undefined && found.deleted)) return { result: 'missing' };
    return { result: 'found', template: templateView(found), text: found.text };
  }

  async list({ project, after, limit }: ListTemplates): Promise<ListTemplatesReply> {
    const page = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
    const rows = await this.templates.list(project, page);
    const templates = rows.slice(0, limit).map(templateView);
    const last = templates.at(-1);
    return { templates, ...(rows.length > limit && last ? { next: last.name } : {}) };
  }

  async versions({ project, name, before, limit }: ListTemplateVersions): Promise<ListTemplateVersionsReply> {
    const page = { limit: limit + 1, ...(before === undefined ? {} : { before }) };
    const rows = await this.templates.versions(project, name, page);
    const versions = rows.slice(0, limit).map(templateView);
    const last = versions.at(-1);
    return { versions, ...(rows.length > limit && last ? { next: last.version } : {}) };
  }
}
