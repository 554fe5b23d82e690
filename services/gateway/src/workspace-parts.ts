import type { Provider } from '@nestjs/common';
import { LookAtWorkspaces } from './app/workspaces/look-at-workspaces.js';
import type { Workspaces } from './app/workspaces/ports.js';
import { WorkspacesController } from './in/workspaces/workspaces.controller.js';

export const workspaceControllers = [WorkspacesController];

export const workspaceProviders = (workspaces: Workspaces): Provider[] => [
  { provide: LookAtWorkspaces, useValue: new LookAtWorkspaces(workspaces) },
];
