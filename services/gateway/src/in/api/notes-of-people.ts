import type { Note } from './note.js';
import type { Schema } from './schema.js';

/** A browser is sent on; 302. */
const leads: Note = { gives: 'text/plain', answer: { type: 'string' } };
const ndjson: Schema = { type: 'string' };

/** Routes of people, projects, secrets and the audit, by `Class.method`. */
export const notesOfPeople: Readonly<Record<string, Note>> = {
  'AdministratorsController.list': { summary: 'Who administrates the platform' },
  'AdministratorsController.add': { summary: 'Makes somebody an administrator' },
  'AdministratorsController.remove': { summary: 'Makes somebody an administrator no more', refuses: [409] },
  'MembersController.list': { summary: 'Who is in a project, and as what' },
  'MembersController.put': { summary: 'Takes somebody into a project, or gives another role', refuses: [409] },
  'MembersController.remove': { summary: 'Takes somebody out of a project', refuses: [409] },
  'ProjectsController.list': { summary: 'The projects that the caller may see' },
  'ProjectsController.create': { summary: 'Makes a project', statuses: [201], refuses: [409] },
  'ProjectsController.get': { summary: 'One project' },
  'ProjectsController.rename': { summary: 'Gives a project another name for people', refuses: [409] },
  'ProjectsController.remove': { summary: 'Deletes a project without pipelines; its history stays', refuses: [409] },
  'FirstController.owner': { summary: 'Makes the link by which the owner signs in first', refuses: [409] },
  'FirstController.others': { summary: 'Makes a link by which somebody signs in first' },
  'FirstController.look': {
    summary: 'Whether such a link is still good; a page to use it, for browsers',
    answer: { $ref: '#/components/schemas/FirstAnswer' },
  },
  'FirstController.script': {
    summary: 'What the page of such a link does',
    gives: 'text/javascript',
    answer: { type: 'string' },
  },
  'FirstController.style': {
    summary: 'How the page of such a link looks',
    gives: 'text/css',
    answer: { type: 'string' },
  },
  'FirstController.accept': { summary: 'Signs in first, by such a link', refuses: [409, 410] },
  'OutsideController.providers': { summary: 'Where else people sign in' },
  'OutsideController.leaveForGithub': { summary: 'Sends a browser to sign in at GitHub', ...leads },
  'OutsideController.arriveFromGithub': { summary: 'Where GitHub sends a browser back to', ...leads },
  'OutsideController.leaveFor': { summary: 'Sends a browser to sign in at a provider', ...leads },
  'OutsideController.arriveFrom': { summary: 'Where a provider sends a browser back to', ...leads },
  'LinksController.list': { summary: 'Where else the caller signs in' },
  'LinksController.add': { summary: 'Begins to add a provider where the caller signs in', refuses: [409] },
  'LinksController.remove': { summary: 'Takes away a provider where the caller signs in', refuses: [409] },
  'SessionsController.login': {
    summary: 'Signs in with a password, and a second factor where there is one',
    refuses: [401],
  },
  'SessionsController.refresh': {
    summary: 'New tokens for a refresh token, which is used up by it',
    refuses: [401, 409],
  },
  'SessionsController.logout': { summary: 'Ends the session' },
  'SessionsController.me': { summary: 'Who the caller is, and what they may' },
  'SessionsController.list': { summary: 'The sessions of the caller' },
  'SessionsController.revoke': { summary: 'Ends one session of the caller' },
  'SessionsController.password': { summary: 'Changes the password of the caller', refuses: [401] },
  'SessionsController.jwks': { summary: 'The keys that access tokens are signed with' },
  'TokensController.list': { summary: 'Tokens for programs' },
  'TokensController.make': { summary: 'Makes a token for a program, shown once', statuses: [201] },
  'TokensController.remove': { summary: 'Ends a token for a program' },
  'TotpController.offer': { summary: 'A second factor to be confirmed', refuses: [409] },
  'TotpController.confirm': { summary: 'Turns the second factor on, and gives recovery codes', refuses: [401, 409] },
  'TotpController.remove': { summary: 'Turns the second factor off', refuses: [401, 409] },
  'UsersController.list': { summary: 'Everybody who has an account' },
  'UsersController.change': { summary: 'Shuts somebody out, or lets them in again', refuses: [409] },
  'SecretsController.list': { summary: 'Names of the secrets of a project; never their values' },
  'SecretsController.put': { summary: 'Keeps a secret, or gives it a new value', statuses: [200, 201], refuses: [409] },
  'SecretsController.remove': { summary: 'Forgets a secret' },
  'SecretsController.rotate': { summary: 'Seals the secrets of a project with a new key' },
  'MasterKeyController.rotate': { summary: 'Wraps all keys of projects with a new master key' },
  'NotifyController.put': { summary: 'Makes a target of notifications, or changes it', statuses: [200, 201] },
  'AuditController.list': { summary: 'Who changed what, newest first' },
  'AuditController.ofProject': { summary: 'Who changed what in a project, newest first' },
  'AuditController.export': { summary: 'The whole audit, oldest first', gives: 'application/x-ndjson', answer: ndjson },
  'AuditController.verify': { summary: 'Whether the audit is whole' },
};
