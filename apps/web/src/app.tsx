import { ErrorBoundary, lazy, LocationProvider, Route, Router } from 'preact-iso';
import { NotFound } from './shell/not-found.js';
import { Shell } from './shell/shell.js';

const Start = lazy(() => import('./pages/start/page.js').then(({ StartPage }) => StartPage));
const Executions = lazy(() => import('./pages/executions/page.js').then(({ ExecutionsPage }) => ExecutionsPage));
const Agents = lazy(() => import('./pages/agents/page.js').then(({ AgentsPage }) => AgentsPage));
const Environments = lazy(() =>
  import('./pages/environments/page.js').then(({ EnvironmentsPage }) => EnvironmentsPage),
);
const Services = lazy(() => import('./pages/services/page.js').then(({ ServicesPage }) => ServicesPage));
const Webhooks = lazy(() => import('./pages/webhooks/page.js').then(({ WebhooksPage }) => WebhooksPage));
const Notifications = lazy(() =>
  import('./pages/notifications/page.js').then(({ NotificationsPage }) => NotificationsPage),
);
const Secrets = lazy(() => import('./pages/secrets/page.js').then(({ SecretsPage }) => SecretsPage));
const Members = lazy(() => import('./pages/members/page.js').then(({ MembersPage }) => MembersPage));
const People = lazy(() => import('./pages/people/page.js').then(({ PeoplePage }) => PeoplePage));
const Tokens = lazy(() => import('./pages/tokens/page.js').then(({ TokensPage }) => TokensPage));
const Audit = lazy(() => import('./pages/audit/page.js').then(({ AuditPage }) => AuditPage));
const Caches = lazy(() => import('./pages/caches/page.js').then(({ CachesPage }) => CachesPage));

/** Everything else is answered by the platform itself, such as files to download. */
const ownPaths = /^\/(?!api\/)/;

/** Every page has a line here, and comes with the code it needs when somebody goes there. */
export const App = () => (
  <LocationProvider scope={ownPaths}>
    <Shell>
      <ErrorBoundary>
        <Router>
          <Route path="/" component={Start} />
          <Route path="/executions" component={Executions} />
          <Route path="/agents" component={Agents} />
          <Route path="/environments" component={Environments} />
          <Route path="/services" component={Services} />
          <Route path="/webhooks" component={Webhooks} />
          <Route path="/notifications" component={Notifications} />
          <Route path="/secrets" component={Secrets} />
          <Route path="/members" component={Members} />
          <Route path="/people" component={People} />
          <Route path="/tokens" component={Tokens} />
          <Route path="/audit" component={Audit} />
          <Route path="/caches" component={Caches} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Shell>
  </LocationProvider>
);
