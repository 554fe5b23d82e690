import type { ConnectorType, Grant } from '@switchyard/contracts';
import { Connector, type Footing, type Place, type RunningAttempt } from './connector.js';

/** A connector that does what another one does, but for what it does otherwise. */
export abstract class WrappedConnector extends Connector {
  constructor(protected readonly inner: Connector) {
    super();
  }

  get type(): ConnectorType {
    return this.inner.type;
  }

  start(grant: Grant, place: Place): Promise<RunningAttempt> {
    return this.inner.start(grant, place);
  }

  adopt(grant: Grant, place: Place): Promise<RunningAttempt | undefined> {
    return this.inner.adopt(grant, place);
  }

  override get isOpen(): boolean {
    return this.inner.isOpen;
  }

  override onOpen(tell: () => void): void {
    this.inner.onOpen(tell);
  }

  override close(): Promise<void> {
    return this.inner.close();
  }

  override footing(grant: Grant, place: Place): Promise<Footing | undefined> {
    return this.inner.footing(grant, place);
  }

  override reap(root: string): Promise<string[]> {
    return this.inner.reap(root);
  }
}
