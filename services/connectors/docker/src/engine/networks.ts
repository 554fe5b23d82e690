import { type Millis, sleep } from '@switchyard/kernel';
import { type Engine, statusOf } from './engine.js';

/** An engine has some thirty networks to give away; those of steps that end come free again. */
const lookAgainMs: Millis = 500;

/** Makes a network where nobody else is. Waits when the engine has none left. */
export const makeNetwork = async (
  engine: Engine,
  options: { name: string; labels: Record<string, string> },
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
): Promise<void> => {
  const { name: Name, labels: Labels } = options;
  for (let told = false; ; told = true)
    try {
      await engine.insist(docker => docker.createNetwork({ Name, Labels, CheckDuplicate: true }), signal);
      return;
    } catch (error) {
      if (statusOf(error) === 409) return;
      if (!/address pool|available network/i.test(String(error))) throw error;
      if (!told) say('Waiting for a network: the engine has none left');
      await sleep(lookAgainMs, signal);
    }
};

/** Harmless when it is gone. What still hangs on it is cut off first. */
export const removeNetwork = async (engine: Engine, name: string): Promise<void> => {
  const network = (docker: Engine['docker']) => docker.getNetwork(name);
  try {
    const { Containers = {} } = (await engine.insist(docker => network(docker).inspect())) as {
      Containers?: Record<string, unknown>;
    };
    for (const Container of Object.keys(Containers))
      await engine
        .insist(docker => network(docker).disconnect({ Container, Force: true }))
        .catch((error: unknown) => expectGone(error));
    await engine.insist(docker => network(docker).remove());
  } catch (error) {
    expectGone(error);
  }
};

const expectGone = (error: unknown): void => {
  if (statusOf(error) !== 404) throw error;
};
