import type { ExecutionId, YardEvent } from '@switchyard/contracts';
import { FindTrace } from './find-trace.js';

const id = '01j00000000000000000000000' as ExecutionId;
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const finding = (traceparent: string | undefined, viewer?: string) =>
  new FindTrace({ events: async () => [{ traceparent } as YardEvent] }, viewer).run(id);

describe('the trace of an execution', () => {
  it('is that of its first event, with an address where somebody said one', async () => {
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    expect(await finding(traceparent)).toEqual({ traceId: trace });
    expect(await finding(traceparent, 'https://traces.example/t/{traceId}?q={traceId}')).toEqual({
      traceId: trace,
      url: `https://traces.example/t/${trace}?q=${trace}`,
    });
  });

  it('is none where there is no event, or nothing that is a trace', async () => {
    expect(await finding(undefined, 'https://traces.example/{traceId}')).toEqual({});
    expect(await finding('00-short-1-01')).toEqual({});
    expect(await new FindTrace({ events: async () => [] }, undefined).run(id)).toEqual({});
  });
});
