import type { ConnectorView } from '@switchyard/contracts';
import { decide } from './access/decide.js';
import type { Principal } from './access/principal.js';

/** A connector as somebody may see it: of what it runs only what is in projects whose executions they may read. */
export const shownTo = (principal: Principal, view: ConnectorView): ConnectorView => ({
  ...view,
  attempts: view.attempts.filter(({ project }) => decide(principal, 'executions.read', project) === 'yes'),
});
