import { field, flag, record, seconds, text, texts, whole } from '../shape.js';

/** How a step of the null connector behaves: it runs nothing, and is there to try pipelines and the platform. */
export const nullBehaviour = record(
  {
    id: 'null',
    what: 'null (sleep, exit, print, lines, hang, ignore-signals, outputs)',
    doc: 'How a step behaves that runs nothing: to try pipelines and the platform.',
  },
  {
    sleep: field(seconds(0), { doc: 'How long it takes.', default: 0, example: '5s' }),
    exit: field(whole(0, 255), { doc: 'Its exit code.', default: 0, example: '3' }),
    print: field(text, { doc: 'A line of output.', example: 'hello' }),
    lines: field(whole(0, 10_000_000), { doc: 'How often that line is printed.', default: 1, example: '100' }),
    hang: field(flag, { doc: 'Whether it never ends by itself.', default: false, example: 'true' }),
    ignoreSignals: field(flag, { doc: 'Whether it must be killed.', default: false, example: 'true' }),
    outputs: field(texts, { doc: 'What it gives at its own end, by name.', example: '{ version: 1.10 }' }),
  },
);
