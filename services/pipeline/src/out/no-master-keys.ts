import { Fault } from '@switchyard/kernel';
import { MasterKeys } from '../app/ports.js';

const none = (): Promise<never> =>
  Promise.reject(
    new Fault({
      code: 'no-master-key',
      message: 'this platform keeps no secrets: MASTER_KEY_FILE is not set',
      blame: 'platform',
      retry: false,
      suggestions: ['set MASTER_KEY_FILE of the pipeline service to a file of 32 random bytes with mode 600'],
    }),
  );

/** Of a platform that was given no master key. */
export class NoMasterKeys extends MasterKeys {
  wrap = none;
  unwrap = none;
  rotate = none;
}
