import { type CrashPoint, crashPoints } from './crash-points.js';
import { Fault } from './fault.js';

/** What arming needs of the machine. */
export interface CrashScene {
  /** Ends this process at once, with nothing flushed or said. */
  die(): void;
  /** The text of a file; undefined when there is none. */
  read(path: string): string | undefined;
  /** False when somebody else was faster. */
  remove(path: string): boolean;
}

let armed: ((point: CrashPoint) => void) | undefined;

/** Dies here when `CRASH_AT` says so; otherwise one comparison. */
export const reach = (point: CrashPoint): void => {
  if (armed !== undefined) armed(point);
};

/**
 * Arms crash points by the text of `CRASH_AT`, or disarms them all without one. Either `point#n`, several with commas:
 * this process dies when it reaches the point for the n-th time. Or an absolute folder: it dies where a file there has
 * the name of the point, and the file goes first, so that it fires once in all processes together; a number in the
 * file says at which reach, counted from when the file was there.
 * @throws Fault `bad-config` for a point there is not.
 */
export const armCrashes = (switchText: string | undefined, scene: CrashScene = machine()): void => {
  if (!switchText) armed = undefined;
  else armed = switchText.startsWith('/') ? byFolder(switchText, scene) : byCount(switchText, scene);
};

const byCount = (text: string, scene: CrashScene) => {
  const left = new Map(text.split(',').map(term => countIn(term.trim())));
  return (point: CrashPoint): void => {
    const count = left.get(point);
    if (count === undefined) return;
    left.set(point, count - 1);
    if (count === 1) scene.die();
  };
};

const byFolder = (folder: string, scene: CrashScene) => {
  const seen = new Map<CrashPoint, number>();
  return (point: CrashPoint): void => {
    const path = `${folder}/${point}`;
    const wanted = scene.read(path);
    if (wanted === undefined) return void seen.delete(point);
    const count = (seen.get(point) ?? 0) + 1;
    seen.set(point, count);
    if (count >= (Number(wanted) || 1) && scene.remove(path)) scene.die();
  };
};

const countIn = (term: string): [CrashPoint, number] => {
  const [, name = '', count = '1'] = /^([^#]*)(?:#([1-9]\d*))?$/.exec(term) ?? [];
  const point = crashPoints.find(one => one === name);
  if (point) return [point, Number(count)];
  throw new Fault({
    code: 'bad-config',
    message: `CRASH_AT names no crash point: ${JSON.stringify(term)}`,
    blame: 'platform',
    retry: false,
    suggestions: [`write point#n, such as ${near(term).join(', ')}`, 'or unset CRASH_AT'],
  });
};

/** Those that share the most with it. */
const near = (term: string): string[] => {
  const words = term.toLowerCase().split(/[.#]/);
  const score = (point: string) =>
    point
      .toLowerCase()
      .split('.')
      .filter(part => words.includes(part)).length;
  const best = Math.max(...crashPoints.map(score));
  return crashPoints.filter(point => score(point) === best).slice(0, 5);
};

const machine = (): CrashScene => {
  const { readFileSync, unlinkSync } = process.getBuiltinModule('node:fs');
  const attempt = <Value>(work: () => Value): Value | undefined => {
    try {
      return work();
    } catch {
      return undefined;
    }
  };
  return {
    die: () => process.kill(process.pid, 'SIGKILL'),
    read: path => attempt(() => readFileSync(path, 'utf8')),
    remove: path => attempt(() => (unlinkSync(path), true)) ?? false,
  };
};
