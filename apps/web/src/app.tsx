import { ErrorBoundary, lazy, LocationProvider, Route, Router } from 'preact-iso';
import { Shell } from './shell/shell.js';
import { NotFound } from './shell/not-found.js';

const Executions = lazy(() => import('./pages/executions/page.js').then(({ ExecutionsPage }) => ExecutionsPage));

/** Every page has a line here, and comes with the code it needs when somebody goes there. */
export const App = () => (
  <LocationProvider>
    <ErrorBoundary>
      <Shell>
        <Router>
          <Route path="/executions" component={Executions} />
          <Route default component={NotFound} />
        </Router>
      </Shell>
    </ErrorBoundary>
  </LocationProvider>
);
