import { ErrorBoundary, lazy, LocationProvider, Route, Router } from 'preact-iso';
import { NotFound } from './shell/not-found.js';
import { Shell } from './shell/shell.js';

const Start = lazy(() => import('./pages/start/page.js').then(({ StartPage }) => StartPage));
const Log = lazy(() => import('./pages/log/page.js').then(({ LogPage }) => LogPage));
const SignIn = lazy(() => import('./pages/sign-in/page.js').then(({ SignInPage }) => SignInPage));
const Welcome = lazy(() => import('./pages/welcome/page.js').then(({ WelcomePage }) => WelcomePage));
const Device = lazy(() => import('./pages/device/page.js').then(({ DevicePage }) => DevicePage));
const Profile = lazy(() => import('./pages/profile/page.js').then(({ ProfilePage }) => ProfilePage));
const Projects = lazy(() => import('./pages/projects/page.js').then(({ ProjectsPage }) => ProjectsPage));
const Settings = lazy(() => import('./pages/settings/page.js').then(({ SettingsPage }) => SettingsPage));
const Health = lazy(() => import('./pages/health/page.js').then(({ HealthPage }) => HealthPage));
const Executions = lazy(() => import('./pages/executions/page.js').then(({ ExecutionsPage }) => ExecutionsPage));

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
          <Route path="/executions/:id/log" component={Log} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Shell>
  </LocationProvider>
);
