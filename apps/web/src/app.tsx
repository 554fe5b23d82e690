import { ErrorBoundary, lazy, LocationProvider, Route, Router } from 'preact-iso';
import { NotFound } from './shell/not-found.js';
import { Shell } from './shell/shell.js';

const Start = lazy(() => import('./pages/start/page.js').then(({ StartPage }) => StartPage));
const SignIn = lazy(() => import('./pages/sign-in/page.js').then(({ SignInPage }) => SignInPage));
const Welcome = lazy(() => import('./pages/welcome/page.js').then(({ WelcomePage }) => WelcomePage));
const Device = lazy(() => import('./pages/device/page.js').then(({ DevicePage }) => DevicePage));
const Profile = lazy(() => import('./pages/profile/page.js').then(({ ProfilePage }) => ProfilePage));
const Projects = lazy(() => import('./pages/projects/page.js').then(({ ProjectsPage }) => ProjectsPage));
const Settings = lazy(() => import('./pages/settings/page.js').then(({ SettingsPage }) => SettingsPage));
const Health = lazy(() => import('./pages/health/page.js').then(({ HealthPage }) => HealthPage));
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

/** Whoever listens hears that it is another page; a field of it that has the focus already keeps it. */
const arrive = (): void => {
  const page = document.querySelector('main');
  if (!page?.contains(document.activeElement)) page?.querySelector('h1')?.focus({ preventScroll: true });
};

/** Every page has a line here, and comes with the code it needs when somebody goes there. */
export const App = () => (
  <LocationProvider scope={ownPaths}>
    <Shell>
      <ErrorBoundary>
        <Router onRouteChange={arrive}>
          <Route path="/" component={Start} />
          <Route path="/sign-in" component={SignIn} />
          <Route path="/welcome" component={Welcome} />
          <Route path="/device" component={Device} />
          <Route path="/profile" component={Profile} />
          <Route path="/projects" component={Projects} />
          <Route path="/settings" component={Settings} />
          <Route path="/health" component={Health} />
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
