// Where the whole system is tested: what one spec leaves in `kept`, the next of the same worker finds.
import { TestEnvironment } from 'jest-environment-node';

const kept = new Map();

export default class Environment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.kept = kept;
  }
}
