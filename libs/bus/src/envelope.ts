import { Fault, type FaultShape, outageOf, shapeOf } from '@switchyard/kernel';

/** Marks a reply that carries a {@link Fault} instead of an answer. */
export const faultHeader = 'Yard-Fault';
/** Carries the facts of a reply whose body is raw bytes. */
export const factsHeader = 'Yard-Facts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encode = (message: object): Uint8Array => encoder.encode(JSON.stringify(message));

/** @throws Fault `bad-message` for anything that is no JSON. */
export const decode = <T>(bytes: Uint8Array): T => {
  try {
    return JSON.parse(decoder.decode(bytes)) as T;
  } catch (cause) {
    throw badMessage('the message is not JSON', cause);
  }
};

export const badMessage = (message: string, cause?: unknown): Fault =>
  new Fault({ code: 'bad-message', message, blame: 'platform', retry: false, cause });

export const encodeFault = (thrown: unknown): Uint8Array => {
  const fault =
    thrown instanceof Fault
      ? thrown
      : (outageOf(thrown) ??
        new Fault({
          code: 'internal',
          message: 'the service failed; its log has more',
          blame: 'platform',
          retry: true,
        }));
  return encode(shapeOf(fault));
};

export const decodeFault = (bytes: Uint8Array): Fault => new Fault(decode<FaultShape>(bytes));
