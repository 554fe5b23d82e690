import { Component, type ComponentChildren } from 'preact';
import { YardError } from '@switchyard/client';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/problem.js';
import css from './trouble.module.css';

interface Props {
  /** Another place is another try. */
  place: string;
  children: ComponentChildren;
}

/** Around a page: a mistake in it takes nothing else along. */
export class Trouble extends Component<Props, { error?: unknown; place?: string }> {
  static override getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    this.setState({ error, place: this.props.place });
  }

  override render({ place, children }: Props) {
    const { error } = this.state;
    if (error === undefined || (this.state.place !== undefined && this.state.place !== place)) return children;
    return <WentWrong error={error} onRetry={() => this.setState({ error: undefined })} />;
  }
}

const WentWrong = ({ error, onRetry }: { error: unknown; onRetry: () => void }) =>
  error instanceof YardError ? (
    <Problem error={error} onRetry={onRetry} />
  ) : (
    <section class={css.trouble} role="alert">
      <h1>This page has failed</h1>
      <p>
        It is a mistake of the page; the platform goes on. After a new version of the platform, loading the page anew is
        enough.
      </p>
      <pre>{error instanceof Error ? error.message : String(error)}</pre>
      <Button look="main" icon="repeat" onClick={() => location.reload()}>
        Load the page anew
      </Button>
    </section>
  );
