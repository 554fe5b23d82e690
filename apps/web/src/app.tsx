import { ErrorBoundary, lazy, LocationProvider, Route, Router } from 'preact-iso';
import { NotFound } from './shell/not-found.js';
import { Shell } from './shell/shell.js';

const Start = lazy(() => import('./pages/start/page.js').then(({ StartPage }) => StartPage));
const Log = lazy(() => import('./pages/log/page.js').then(({ LogPage }) => LogPage));
const Executions = lazy(() => import('./pages/executions/page.js').then(({ ExecutionsPage }) => ExecutionsPage));

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
          <Route path="/executions/:id/log" component={Log} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Shell>
  </LocationProvider>
);
