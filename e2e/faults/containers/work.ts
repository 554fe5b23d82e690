import type { Crew } from '../faults-house.js';
import { type Kind, lines, retry, type Sample, sample, samples } from '../pipelines.js';
import { image, side } from './ground.js';

/** Containers reach no ledger: an attempt that begins twice says so, and the engine is asked how often each was started. */
const mark = 'echo >> ".$YARD_ATTEMPT"; [ "$(wc -l < ".$YARD_ATTEMPT")" = 1 ] || echo "$YARD_ATTEMPT ran again"\n';
const says = (pause = ':') =>
  `${mark}i=0\nwhile [ $i -lt ${lines} ]; do echo "$YARD_ATTEMPT line $i"; i=$((i + 1)); ${pause}; done\n`;
const hangsAtFirst = 'case "$YARD_ATTEMPT" in *.1) sleep 300;; esac\n';

const step = (name: string, run: string, more: object = {}) => ({ name, image, run, ...more });
const stage = (name: string, ...steps: object[]) => ({ name, steps });
const moves = (name: 'moves' | 'drifts') =>
  sample(name, 'success', [
    stage('slow', step('repeatable', `${says()}${hangsAtFirst}`, { retry: { ...retry, on: ['platform'] } })),
  ]);

/** As the steps of a shell, with as few containers as prove it: one of them has a service, and so a network and a volume. */
export const containerSamples: Record<Kind, Sample> = {
  ...samples,
  mixed: sample('mixed', 'success', [
    stage('first', step('served', says(), { services: { side } })),
    stage('after', step('last', says())),
  ]),
  fails: sample('fails', 'failed', [stage('first', step('breaks', `${says()}exit 3\n`), step('never', says()))]),
  cancels: sample('cancels', 'cancelled', [stage('long', step('sleeps', `${says()}sleep 300\n`))]),
  slow: sample('slow', 'success', [stage('slow', step('served', says('sleep 0.05'), { services: { side } }))]),
  moves: moves('moves'),
  drifts: moves('drifts'),
  keeps: sample('keeps', 'success', [
    stage(
      'files',
      step('keeper', `printf '%s' "$YARD_ATTEMPT" > kept.txt\n${says()}`, {
        artifacts: [
          { name: 'kept', paths: ['*.txt'] },
          { name: 'brief', paths: ['*.txt'], expires: 1 },
        ],
      }),
    ),
  ]),
  // Beside a service it has a network of its own, and so ports wherever other steps have none.
  listens: sample('listens', 'success', [
    stage(
      'listens',
      step('served', `test "$YARD_PORT_HTTP" -gt 0\n${says('sleep 0.05')}`, { services: { side }, ports: 'http' }),
    ),
  ]),
  sourced: sample('sourced', 'success', [
    stage(
      'works',
      step('reads', `test "$(cat file)" = there\n${says()}`, { source: { repository: '${{ env.LEDGER }}.git' } }),
    ),
  ]),
};

export const containerCrew: Crew = { worker: 'connector-docker', other: 'connector-docker', step: { image } };
