import { badMessage, encode, encodeFault, factsHeader, faultHeader } from './envelope.js';
import { Catch, type INestMicroservice, type RpcExceptionFilter, type Type, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { keepRules } from '@switchyard/contracts';
import { Fault, reach } from '@switchyard/kernel';
import { loggerOf, nestLogger } from '@switchyard/telemetry';
import { headers, type Msg } from '@nats-io/transport-node';
import { lastValueFrom, throwError } from 'rxjs';
import { type Bus, type Subscription } from './bus.js';
import { decode } from './envelope.js';

/** An answer whose body is raw bytes, with facts about them in a header. */
export class BytesReply {
  constructor(
    readonly facts: object,
    readonly bytes: Uint8Array,
  ) {}
}

/** Nest would turn every error into «Internal server error» before it reaches the bus. */
@Catch()
class PassThrough implements RpcExceptionFilter {
  catch(error: unknown) {
    return throwError(() => error);
  }
}

/** Lets Nest's message handlers answer requests on the bus. */
export class BusServer extends Server implements CustomTransportStrategy {
  private subscriptions: Subscription[] = [];
  private readonly answering = new Set<Promise<void>>();

  constructor(private readonly bus: Bus) {
    super();
  }

  listen(done: () => void): void {
    for (const [subject, handler] of this.messageHandlers)
      this.subscriptions.push(this.bus.serve(subject, msg => this.track(this.answer(subject, handler, msg))));
    done();
  }

  /** Answers nothing new, and waits for the answers at work. */
  async close(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.stop();
    this.subscriptions = [];
    await Promise.allSettled([...this.answering]);
  }

  on(): never {
    throw new Error('the bus reports its state through Bus');
  }

  unwrap<T>(): T {
    return this.bus as T;
  }

  private track(answer: Promise<void>): Promise<void> {
    this.answering.add(answer);
    return answer.finally(() => this.answering.delete(answer));
  }

  private async answer(subject: string, handler: MessageHandler, msg: Msg): Promise<void> {
    try {
      const result: unknown = await lastValueFrom(
        this.transformToObservable(await handler(decode(msg.data), undefined)),
      );
      reach('bus.answer.beforeReply');
      if (result instanceof BytesReply) {
        const facts = headers();
        facts.set(factsHeader, JSON.stringify(result.facts));
        msg.respond(result.bytes, { headers: facts });
      } else msg.respond(encode((result ?? {}) as object));
    } catch (error) {
      if (!(error instanceof Fault))
        loggerOf(this.bus.name).error({ subject, error: describe(error) }, 'command failed');
      const fault = headers();
      fault.set(faultHeader, '1');
      msg.respond(encodeFault(error), { headers: fault });
    }
  }
}

const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** The validation that stands at the NATS door: unknown fields are dropped, wrong ones are refused by name. */
const doorOfBus = () => {
  keepRules();
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    exceptionFactory: errors =>
      badMessage(
        errors
          .slice(0, 10)
          .map(error => Object.values(error.constraints ?? { field: `${error.property} is not valid` }).join(', '))
          .join('; '),
      ),
  });
};

/** Starts the message handlers of a Nest module in the queue group of the service. */
export const startBusService = async (module: Type | object, bus: Bus): Promise<INestMicroservice> => {
  const service = await NestFactory.createMicroservice(module as Type, {
    strategy: new BusServer(bus),
    logger: nestLogger(bus.name),
    abortOnError: false,
  });
  service.useGlobalPipes(doorOfBus());
  service.useGlobalFilters(new PassThrough());
  await service.listen();
  // The server knows the subscriptions when it has answered.
  await bus.rtt();
  return service;
};
