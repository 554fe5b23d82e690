import type { Provider } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import type { Clock } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import { KeepAdministrators } from './app/access/keep-administrators.js';
import { KeepMembers } from './app/access/keep-members.js';
import { KeepProjects } from './app/access/keep-projects.js';
import { KeptMemberships, Memberships } from './app/access/memberships.js';
import { Administrators, Projects, UserNames } from './app/access/ports.js';
import { ProjectOf } from './app/access/project-of.js';
import { Authenticator } from './app/identity/authenticator.js';
import type { PipelineService } from './app/ports.js';
import { AccessGuard } from './in/access.guard.js';
import { AdministratorsController } from './in/access/administrators.controller.js';
import { Admission } from './in/access/admission.js';
import { MembersController } from './in/access/members.controller.js';
import { ProjectsController } from './in/access/projects.controller.js';
import { RouteCheck } from './in/access/route-check.js';
import { MongoAdministrators } from './out/mongo-administrators.js';
import { MongoProjects } from './out/mongo-projects.js';

/** Who may do what, as it is kept. */
export interface AccessStores {
  projects: Projects;
  administrators: Administrators;
  memberships: KeptMemberships;
}

/** With those who know who sends a request, and what people are called. */
export interface AccessParts extends AccessStores {
  authenticator: Authenticator;
  users: UserNames;
}

export const accessStoresOf = (store: Store, clock: Clock): AccessStores => {
  const projects = new MongoProjects(store);
  const administrators = new MongoAdministrators(store);
  return {
    projects,
    administrators,
    memberships: new KeptMemberships(projects, administrators, clock),
  };
};

export const accessControllers = [ProjectsController, MembersController, AdministratorsController];

export const keepProjectsOf = ({ projects, memberships }: AccessParts, pipelines: PipelineService, clock: Clock) =>
  new KeepProjects(projects, memberships, pipelines, clock);

/** What the controllers need, and the guard before all of them. */
export const accessProviders = (
  parts: AccessParts,
  pipelines: PipelineService,
  projectOf: ProjectOf,
  clock: Clock,
): Provider[] => {
  const { authenticator, projects, administrators, users, memberships } = parts;
  return [
    { provide: Authenticator, useValue: authenticator },
    { provide: Projects, useValue: projects },
    { provide: Administrators, useValue: administrators },
    { provide: UserNames, useValue: users },
    { provide: Memberships, useValue: memberships },
    { provide: ProjectOf, useValue: projectOf },
    { provide: Admission, inject: [ProjectOf], useFactory: (projectOf: ProjectOf) => new Admission(projectOf) },
    { provide: KeepProjects, useValue: keepProjectsOf(parts, pipelines, clock) },
    { provide: KeepMembers, useValue: new KeepMembers(projects, users, memberships, clock) },
    { provide: KeepAdministrators, useValue: new KeepAdministrators(administrators, users, memberships) },
    RouteCheck,
    {
      provide: APP_GUARD,
      inject: [Reflector, Authenticator, Admission],
      useFactory: (reflector: Reflector, known: Authenticator, admission: Admission) =>
        new AccessGuard(reflector, known, admission),
    },
  ];
};
