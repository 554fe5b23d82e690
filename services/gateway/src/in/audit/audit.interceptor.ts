import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { defaultProject, type ProjectId } from '@switchyard/contracts';
import { from, mergeMap, type Observable } from 'rxjs';
import { type Seen, Snapshots } from '../../app/audit/snapshots.js';
import type { AuditEntry } from '../../domain/audit/record.js';
import { WriteAudit } from '../../app/audit/write-audit.js';
import type { KnownRequest } from '../access/request.js';
import { auditActorOf } from './actor-of.js';
import { auditedChange, type AuditedChange } from './audited.js';

type Words = Record<string, string | undefined>;

/**
 * Records what audited routes do. Before: the store must take records, or the change is refused. After: the record is
 * written before the answer. Refusals and what changed nothing leave no record.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: WriteAudit,
    private readonly snapshots: Snapshots,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const change = this.reflector.get<AuditedChange | undefined>(auditedChange, context.getHandler());
    if (!change) return next.handle();
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const by = auditActorOf(request);
    const [before] = await Promise.all([this.lookAt(change, request), this.audit.ready()]);
    const note = async (answer: unknown): Promise<unknown> => {
      const entry = entryOf(change, request, before, answer);
      if (entry) await this.audit.noteDone({ ...entry, by });
      return answer;
    };
    return next.handle().pipe(mergeMap(answer => from(note(answer))));
  }

  /** What is no id is left to the route, which says so. */
  private async lookAt({ kind }: AuditedChange, request: KnownRequest): Promise<Seen> {
    const id = idIn(request);
    const project = projectIn(request);
    return id !== undefined && plain.test(id) && plain.test(project) ? this.snapshots.take({ kind, id, project }) : {};
  }
}

const plain = /^[a-z0-9][a-z0-9-]{0,99}$/;

/** What is recorded of a change; undefined where there was none. */
const entryOf = (
  { action, kind }: AuditedChange,
  request: KnownRequest,
  before: Seen,
  answer: unknown,
): Omit<AuditEntry, 'by'> | undefined => {
  const { result } = (answer ?? {}) as AnswerOfChange;
  if (result === 'unchanged') return undefined;
  const now = changedIn(kind, answer);
  return {
    action: result === 'created' ? `${kind}.created` : action,
    from: request.ip,
    ...projectOf(kind, request, now?.project ?? before.project ?? viewIn(answer).project),
    on: objectOf(kind, request, now?.name ?? before.name, now, answer),
    ...beforeOf(before, result, now),
    after: now ?? { ...shownOf(kind, answer), ...askedIn(kind, request) },
  };
};

/** What belongs to the platform, and is nothing for those who read the audit of one project. */
const ofPlatform = new Set<AuditedChange['kind']>([
  'user',
  'session',
  'invitation',
  'administrator',
  'master-key',
  'token',
  'connector',
]);

const projectOf = (kind: AuditedChange['kind'], request: KnownRequest, found?: string): { project?: string } => {
  const project = found ?? (ofPlatform.has(kind) ? request.project : projectIn(request));
  return project === undefined ? {} : { project };
};

/** A token of a service says whose it is. */
const viewIn = (answer: unknown): { id?: string; project?: string } =>
  (answer as { view?: { id?: string; project?: string } } | undefined)?.view ?? {};

/** Whoever reads a link may use it. */
const shownOf = (kind: AuditedChange['kind'], answer: unknown): object => {
  if (kind !== 'invitation') return { ...(answer as object | undefined) };
  const { expiresAt } = answer as { expiresAt: string };
  return { expiresAt };
};

/** Routes of pipelines and templates answer with what it became. */
const changedIn = (kind: AuditedChange['kind'], answer: unknown): Changed | undefined => {
  if (kind !== 'pipeline' && kind !== 'template') return undefined;
  const { pipeline, template } = answer as AnswerOfChange;
  return pipeline ?? template ?? (answer as Changed);
};

const objectOf = (
  kind: string,
  request: KnownRequest,
  name: string | undefined,
  now: Changed | undefined,
  answer: unknown,
): AuditEntry['on'] => ({
  kind,
  id: idIn(request) ?? now?.id ?? viewIn(answer).id ?? ownIn(kind, request),
  ...(name === undefined ? {} : { name }),
});

/** Routes that name nobody change the caller. */
const ownIn = (kind: string, request: KnownRequest): string => (kind === 'user' ? (request.principal?.id ?? '') : '');

interface AnswerOfChange {
  result?: string;
  pipeline?: Changed;
  template?: Changed;
}
interface Changed {
  id?: string;
  name?: string;
  project?: string;
  version?: number;
}

/** Of a pipeline that its file named, the version before is known by its number. */
const beforeOf = ({ state }: Seen, result: string | undefined, now: Changed | undefined): { before?: object } => {
  if (state !== undefined) return { before: state };
  const version = (now?.version ?? 1) - 1;
  return result === 'created' || version === 0 ? {} : { before: { version } };
};

const idIn = ({ params }: KnownRequest): string | undefined => {
  const { id, user, name, project } = (params ?? {}) as Words;
  return id ?? user ?? name ?? project;
};

/** The one it was let in for. */
const projectIn = ({ project, params }: KnownRequest): ProjectId =>
  project ?? ((params as Words | undefined)?.['project'] as ProjectId | undefined) ?? defaultProject;

/** What was asked for, where it is short and no secret: reasons, comments, steps, what an invitation is to. */
const askedIn = (kind: AuditedChange['kind'], { body }: KnownRequest): object =>
  (kind === 'execution' || kind === 'invitation') &&
  typeof body === 'object' &&
  body !== null &&
  Object.keys(body).length > 0
    ? { asked: body }
    : {};
