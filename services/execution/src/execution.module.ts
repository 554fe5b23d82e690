import { type DynamicModule, Module } from '@nestjs/common';
import { artifactControllers, artifactProviders } from './artifact-parts.js';
import { AdoptAttempts } from './app/adopt-attempts.js';
import { CancelExecution } from './app/cancel-execution.js';
import { ClaimAttempt } from './app/claim-attempt.js';
import { Crowds } from './app/crowds.js';
import { CreateExecution } from './app/create-execution.js';
import { ExplainExecution } from './app/explain-execution.js';
import { GiveSecrets } from './app/give-secrets.js';
import { KeepConnectors } from './app/keep-connectors.js';
import { ListDeployments } from './app/list-deployments.js';
import { PauseExecution } from './app/pause-execution.js';
import { PublishPorts } from './app/publish-ports.js';
import { ReadExecutions } from './app/read-executions.js';
import { ReadLog } from './app/read-log.js';
import { ReportAttempt } from './app/report-attempt.js';
import { RerunExecution } from './app/rerun-execution.js';
import { ReviewStep } from './app/review-step.js';
import { TakeBeat } from './app/take-beat.js';
import { CommandResponder } from './in/command.responder.js';
import { ConnectorsResponder } from './in/connectors.responder.js';
import { ControlResponder } from './in/control.responder.js';
import { DescribeWorkspaces } from './app/describe-workspaces.js';
import { WorkspaceResponder } from './in/workspace.responder.js';
import { QueryResponder } from './in/query.responder.js';
import type { Parts } from './parts.js';
import { statisticsControllers, statisticsProviders } from './statistics-parts.js';

@Module({})
export class ExecutionModule {
  static of(parts: Parts): DynamicModule {
    const { ports, writer, storeLogs, artifacts, survey, clock, leaseMs, workspaceKeptMs, connectors } = parts;
    const { executions, history, sessions, drains, logs, streams, secrets } = ports;
    const [giving, crowds] = [new GiveSecrets(secrets), new Crowds(sessions, clock)];
    return {
      module: ExecutionModule,
      controllers: [
        CommandResponder,
        ControlResponder,
        QueryResponder,
        ConnectorsResponder,
        WorkspaceResponder,
        ...artifactControllers,
        ...statisticsControllers,
      ],
      providers: [
        { provide: CreateExecution, useValue: new CreateExecution(writer) },
        { provide: ClaimAttempt, useValue: new ClaimAttempt(writer, giving, clock, leaseMs, crowds) },
        { provide: ReportAttempt, useValue: new ReportAttempt(writer, storeLogs) },
        { provide: PublishPorts, useValue: new PublishPorts(writer) },
        { provide: TakeBeat, useValue: new TakeBeat(sessions, executions, streams, clock, workspaceKeptMs, drains) },
        { provide: KeepConnectors, useValue: connectors },
        { provide: AdoptAttempts, useValue: new AdoptAttempts(writer, storeLogs) },
        { provide: CancelExecution, useValue: new CancelExecution(writer) },
        { provide: ReadExecutions, useValue: new ReadExecutions(executions, history, survey) },
        { provide: ExplainExecution, useValue: new ExplainExecution(executions, survey) },
        { provide: ListDeployments, useValue: new ListDeployments(executions) },
        { provide: ReviewStep, useValue: new ReviewStep(writer) },
        { provide: RerunExecution, useValue: new RerunExecution(executions, writer) },
        { provide: PauseExecution, useValue: new PauseExecution(writer) },
        { provide: ReadLog, useValue: new ReadLog(logs, storeLogs, executions) },
        { provide: DescribeWorkspaces, useValue: new DescribeWorkspaces(executions, workspaceKeptMs) },
        ...artifactProviders(artifacts),
        ...statisticsProviders(parts.statistics),
      ],
    };
  }
}
