import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { eventSamples, pipelineEventSample } from './event-samples.js';
import { eventTypes } from './events.js';
import { eventsPage } from './events-page.js';
import { rpc, streams } from './subjects.js';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const page = readFileSync(at('docs/events.md'), 'utf8');

describe('docs/events.md', () => {
  it('is what the contracts say: npm run events:generate', () => {
    expect(page).toBe(eventsPage());
  });

  it('has a sample of every type of event, and of no other', () => {
    const samples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
      ([, text = '']) => JSON.parse(text) as { type: string },
    );
    expect(samples.map(one => one.type).sort()).toEqual([...eventTypes, 'pipeline.changed'].sort());
  });

  it('names every subject', () => {
    for (const subject of Object.values(rpc).flatMap(commands => Object.values(commands) as string[]))
      expect(page).toContain(`- \`${subject}\``);
    for (const { subjects } of Object.values(streams)) for (const one of subjects) expect(page).toContain(`\`${one}\``);
    const source = readFileSync(at('libs/contracts/src/subjects.ts'), 'utf8');
    const words = new Set([...source.matchAll(/[`']yard\.(\w+)\./g)].map(match => match[1] ?? ''));
    for (const word of words) expect(page).toContain(`\`yard.${word}.`);
  });
});

describe('a sample of an event', () => {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => (target.startsWith('google/') ? target : at(`proto/${target}`));
  root.loadSync('switchyard/v1/events.proto', { keepCase: true });

  it.each(eventSamples.map(sample => [sample.type, sample] as const))(
    'of %s has only fields of the contract',
    (_, sample) => {
      const message = root.lookupType('switchyard.v1.YardEvent');
      expect(Object.keys(sample).filter(name => !message.fields[name])).toEqual([]);
    },
  );

  it('of a pipeline has them too', () => {
    const message = root.lookupType('switchyard.v1.PipelineEvent');
    expect(Object.keys(pipelineEventSample).filter(name => !message.fields[name])).toEqual([]);
  });
});
