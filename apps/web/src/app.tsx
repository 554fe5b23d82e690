import { ErrorBoundary, lazy, LocationProvider, Route, Router } from 'preact-iso';
import { NotFound } from './shell/not-found.js';
import { Shell } from './shell/shell.js';

const Start = lazy(() => import('./pages/start/page.js').then(({ StartPage }) => StartPage));
const NewPipeline = lazy(() =>
  import('./pages/pipeline/editor/new-page.js').then(({ NewPipelinePage }) => NewPipelinePage),
);
const Pipeline = lazy(() => import('./pages/pipeline/page.js').then(({ PipelinePage }) => PipelinePage));
const Pipelines = lazy(() => import('./pages/pipelines/page.js').then(({ PipelinesPage }) => PipelinesPage));
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
          <Route path="/pipelines" component={Pipelines} />
          <Route path="/pipelines/new" component={NewPipeline} />
          <Route path="/pipelines/:id" component={Pipeline} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Shell>
  </LocationProvider>
);
