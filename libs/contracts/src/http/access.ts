import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { IsSlug, type ProjectId } from '../ids.js';
import { type ProjectRole, projectRoles } from '../roles.js';

/** The project of everything that names none. */
export const defaultProject = 'default' as ProjectId;

/** Letters, digits and signs as they stand in ids, sign-in names and addresses; none that a store or a terminal reads otherwise. */
const userWord = /^[\p{L}\p{N}][\p{L}\p{N}._@+:|-]{0,199}$/u;
const whoseWord = 'user must be the id or the sign-in name of a user';
/** Text of one line. */
const line = /^[^\p{Cc}]+$/u;

export class ProjectParams {
  @IsSlug() project!: ProjectId;
}

export class MemberParams extends ProjectParams {
  @IsString() @Matches(userWord, { message: whoseWord }) user!: string;
}

export class AdministratorParams {
  @IsString() @Matches(userWord, { message: whoseWord }) user!: string;
}

/** `GET /api/projects`: by id, those behind `after`. */
export class ListProjectsQuery {
  @IsOptional() @IsSlug() after?: ProjectId;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `POST /api/projects` */
export class CreateProjectBody {
  /** What addresses and other routes call it; it never changes. */
  @IsSlug() id!: ProjectId;
  /** What people call it; the id unless given. */
  @IsOptional() @Length(1, 100) @Matches(line, { message: 'name must be one line of text' }) name?: string;
}

/** `PATCH /api/projects/:project` */
export class RenameProjectBody {
  @Length(1, 100) @Matches(line, { message: 'name must be one line of text' }) name!: string;
}

/** `PUT /api/projects/:project/members/:user` */
export class PutMemberBody {
  @IsIn(projectRoles) role!: ProjectRole;
}

export interface ProjectView {
  id: ProjectId;
  name: string;
  createdAt: string;
  createdBy: string;
  members: number;
  /** What the caller is in it; absent for an administrator who is no member. */
  role?: ProjectRole;
  /** By whom, and when. */
  deleted?: { actor: string; at: string };
}

export interface ListProjectsReply {
  projects: ProjectView[];
  /** What the next page is to be asked for as `after`; absent on the last. */
  next?: ProjectId;
}

export interface MemberView {
  /** The user's id. */
  user: string;
  name: string;
  role: ProjectRole;
  addedAt: string;
  addedBy: string;
}

export interface ListMembersReply {
  members: MemberView[];
}

export interface AdministratorView {
  /** The user's id. */
  user: string;
  name: string;
}

/** `GET /api/administrators` */
export interface ListAdministratorsReply {
  administrators: AdministratorView[];
}
