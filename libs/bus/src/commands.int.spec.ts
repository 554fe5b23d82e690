import { Controller, Module } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { trace } from '@opentelemetry/api';
import { Fault } from '@switchyard/kernel';
import { inSpan, startTelemetry, traceparentOf } from '@switchyard/telemetry';
import { TestBus } from '@switchyard/testkit/servers';
import { IsInt, Min } from 'class-validator';
import type { Bus } from './bus.js';
import { BytesReply, startBusService } from './bus-server.js';

class Question {
  @IsInt() @Min(1) n!: number;
}

@Controller()
class Answers {
  static gate: Promise<void> = Promise.resolve();

  @MessagePattern('yard.rpc.pipeline.get')
  async double(@Payload() { n, ...rest }: Question) {
    await Answers.gate;
    return { doubled: n * 2, rest, traceparent: traceparentOf() };
  }

  @MessagePattern('yard.rpc.pipeline.apply')
  refuse() {
    throw new Fault({ code: 'too-late', message: 'it is late', blame: 'user', retry: false, suggestions: ['sleep'] });
  }

  @MessagePattern('yard.rpc.pipeline.run')
  crash() {
    throw new TypeError('secret detail');
  }

  @MessagePattern('yard.rpc.pipeline.list')
  bytes() {
    return new BytesReply({ stored: 3 }, new Uint8Array([0, 255, 7]));
  }
}

@Module({ controllers: [Answers] })
class AnswersModule {}

describe('the bus carries commands', () => {
  let server: TestBus;
  let asking: Bus;
  let service: Awaited<ReturnType<typeof startBusService>>;

  beforeAll(async () => {
    await startTelemetry({ service: 'test', log: { level: 'fatal' } });
    server = await TestBus.start();
    asking = await server.as('gateway');
    service = await startBusService(AnswersModule, await server.as('pipeline'));
  });
  afterAll(async () => {
    await service.close();
    await server.stop();
  });

  it('and their answers, without fields nobody knows', async () => {
    const answer = await asking.call('yard.rpc.pipeline.get', { n: 21, later: true });
    expect(answer).toMatchObject({ doubled: 42, rest: {} });
  });

  it('and refuses wrong ones by the name of the field', async () => {
    const wrong = asking.call('yard.rpc.pipeline.get', { n: 'many' });
    await expect(wrong).rejects.toMatchObject({ code: 'bad-message', retry: false });
    await expect(wrong).rejects.toThrow(/n must be/);
  });

  it('and faults, whole', async () => {
    await expect(asking.call('yard.rpc.pipeline.apply', {})).rejects.toMatchObject({
      code: 'too-late',
      message: 'it is late',
      blame: 'user',
      retry: false,
      suggestions: ['sleep'],
    });
  });

  it('and of a crash no more than that it happened', async () => {
    const crash = asking.call('yard.rpc.pipeline.run', {});
    await expect(crash).rejects.toMatchObject({ code: 'internal', retry: true });
    await expect(crash).rejects.not.toThrow(/secret/);
  });

  it('and bytes with facts', async () => {
    const { facts, bytes } = await asking.callForBytes<{ stored: number }>('yard.rpc.pipeline.list', {});
    expect(facts).toEqual({ stored: 3 });
    expect([...bytes]).toEqual([0, 255, 7]);
  });

  it('and says when nobody answers', async () => {
    await expect(asking.call('yard.rpc.registry.list', {})).rejects.toMatchObject({
      code: 'no-responder',
      retry: true,
    });
  });

  it('and gathers what everybody answers, without faults, and no longer than it is told to', async () => {
    const asks = (count: number, withinMs = 5_000) =>
      asking.gather<{ of: string }>('yard.rpc.workspace.list', { n: 1 }, { count, withinMs });
    expect(await asks(0)).toEqual([]);
    expect(await asks(2)).toEqual([]);
    const answering = await Promise.all(['shell', 'null', 'docker'].map(name => server.as(`connector-${name}`)));
    const stops = answering.map((bus, index) =>
      bus.answerAll('yard.rpc.workspace.list', async message => {
        if (index === 2) throw new Error('no');
        return { of: `${String(index)} asked for ${String(message.json<{ n: number }>().n)}` };
      }),
    );
    await Promise.all(answering.map(bus => bus.rtt()));
    expect((await asks(3)).map(one => one.of).sort()).toEqual(['0 asked for 1', '1 asked for 1']);
    expect(await asks(4, 2_000)).toHaveLength(2);
    for (const one of stops) one.stop();
  });

  it('and says when the answer is late', async () => {
    let open: () => void = () => undefined;
    Answers.gate = new Promise(resolve => (open = resolve));
    const late = asking.call('yard.rpc.pipeline.get', { n: 1 }, { timeoutMs: 50 });
    await expect(late).rejects.toMatchObject({ code: 'bus-timeout', retry: true });
    open();
  });

  it('inside the trace of whoever asked', async () => {
    await inSpan('asks', { service: 'test' }, async () => {
      const own = trace.getActiveSpan()?.spanContext();
      const { traceparent } = await asking.call<{ traceparent: string }>('yard.rpc.pipeline.get', { n: 1 });
      const [, traceId, spanId] = traceparent.split('-');
      expect(traceId).toBe(own?.traceId);
      expect(spanId).not.toBe(own?.spanId);
    });
  });
});
