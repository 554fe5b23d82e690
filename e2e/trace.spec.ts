import { Collector, type Span } from './collector.js';
import { eventually, House } from './house.js';

const yaml = `name: traced
stages:
  - name: first
    steps: [{ name: one, run: 'echo "$TRACEPARENT"' }]
  - name: second
    steps: [{ name: two, run: 'echo "$TRACEPARENT"' }]
`;
const traceId = '0af7651916cd43dd8448eb211c80319c';
const caller = 'b7ad6b7169203331';

describe('the trace of an execution', () => {
  let collector: Collector;
  let house: House;

  beforeAll(async () => {
    collector = await Collector.start();
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' };
    house = await House.start({ processes: true, environment });
  });

  afterAll(async () => {
    await house.stop();
    await collector.stop();
  });

  it('holds the request, the pipeline, the execution, the connector and the steps, each below what asked for it', async () => {
    const { pipeline } = await house.apply(yaml);
    const id = await house.trigger(pipeline.id, {}, { traceparent: `00-${traceId}-${caller}-01` });
    const execution = await house.ended(id);
    const named = (name: string) => collector.trace(traceId).find(span => span.name === name);
    const steps = await eventually('the spans of both steps', async () => {
      const both = [named('step one'), named('step two')];
      return both.every(Boolean) && (both as Span[]);
    });
    const request = await eventually('the span of the request', async () =>
      named('POST /api/ci/pipelines/:id/trigger'),
    );
    expect(request).toMatchObject({ service: 'gateway', parentSpanId: caller, kind: 2 });

    for (const [index, step] of steps.entries()) {
      const road = await eventually('the road from the step to the request', async () => roadOf(step));
      expect(step.service).toBe('connector-shell');
      expect(servicesOn(road)).toEqual(['connector-shell', 'execution', 'pipeline', 'gateway']);
      expect(road.at(-1)).toEqual(request);
      const name = index === 0 ? 'one' : 'two';
      expect(await house.output(execution, name)).toBe(`00-${traceId}-${step.spanId}-01\n`);
    }
    expect(named('answer yard.rpc.pipeline.run')).toMatchObject({ service: 'pipeline', kind: 2 });
    expect(named('answer yard.rpc.execution.create')).toMatchObject({ service: 'execution', kind: 2 });
  });

  it('stands in the logs of every service it passed', async () => {
    const lines = (await house.log()).split('\n').filter(line => line.includes(traceId));
    expect(lines.some(line => line.includes('"service":"connector-shell"') && line.includes('step ended'))).toBe(true);
  });

  /** From a span up to the one whose parent is the caller's; undefined while a span on the way has not arrived. */
  const roadOf = (from: Span): Span[] | undefined => {
    const spans = collector.trace(traceId);
    const road = [from];
    for (let span = from; span.parentSpanId !== caller;) {
      const parent = spans.find(one => one.spanId === span.parentSpanId);
      if (!parent) return undefined;
      road.push(parent);
      span = parent;
    }
    return road;
  };
});

const servicesOn = (road: Span[]): string[] =>
  road.map(span => span.service).filter((service, index, all) => service !== all[index - 1]);
