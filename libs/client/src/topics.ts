import { ArtifactRequests } from './artifacts.js';
import { AuditRequests } from './audit.js';
import { CacheRequests } from './caches.js';
import { ConnectorRequests } from './connectors.js';
import { DeploymentRequests } from './deployments.js';
import { DeviceRequests } from './devices.js';
import { HookRequests } from './hooks.js';
import { IdentityRequests } from './identity.js';
import { LogRequests } from './logs.js';
import { NotificationRequests } from './notifications.js';
import { PeopleRequests } from './people.js';
import { PipelineRequests } from './pipelines.js';
import { ProjectRequests } from './projects.js';
import { SecretRequests } from './secrets.js';
import { StatisticsRequests } from './statistics.js';
import { WorkspaceRequests } from './workspaces.js';
import { Requests, type YardClientOptions } from './requests.js';

/** What there is beside executions and their events, by topic. */
export class Topics {
  protected readonly requests: Requests;
  /** Everything about pipelines, and the template library. */
  readonly catalogue: PipelineRequests;
  /** Signing in, and tokens for programs. */
  readonly identity: IdentityRequests;
  readonly devices: DeviceRequests;
  readonly people: PeopleRequests;
  /** Projects, and who is in them. */
  readonly projects: ProjectRequests;
  /** Who changed what. */
  readonly audit: AuditRequests;
  readonly secrets: SecretRequests;
  readonly hooks: HookRequests;
  readonly notifications: NotificationRequests;
  readonly caches: CacheRequests;
  /** How executions have been, and what starts them. */
  readonly statistics: StatisticsRequests;
  /** Who runs steps. */
  readonly connectors: ConnectorRequests;
  /** What steps did to environments. */
  readonly deployments: DeploymentRequests;
  /** What lies of executions on machines. */
  readonly workspaces: WorkspaceRequests;
  /** Files that steps left, and what their reports say. */
  readonly artifacts: ArtifactRequests;
  /** What steps wrote, in bytes. */
  readonly logs: LogRequests;

  constructor(options: YardClientOptions) {
    this.requests = new Requests(options);
    this.catalogue = new PipelineRequests(this.requests);
    this.identity = new IdentityRequests(this.requests);
    this.devices = new DeviceRequests(this.requests);
    this.people = new PeopleRequests(this.requests);
    this.projects = new ProjectRequests(this.requests);
    this.audit = new AuditRequests(this.requests);
    this.secrets = new SecretRequests(this.requests);
    this.hooks = new HookRequests(this.requests);
    this.artifacts = new ArtifactRequests(this.requests);
    this.notifications = new NotificationRequests(this.requests);
    this.caches = new CacheRequests(this.requests);
    this.statistics = new StatisticsRequests(this.requests);
    this.deployments = new DeploymentRequests(this.requests);
    this.connectors = new ConnectorRequests(this.requests);
    this.logs = new LogRequests(this.requests);
    this.workspaces = new WorkspaceRequests(this.requests);
  }
}
