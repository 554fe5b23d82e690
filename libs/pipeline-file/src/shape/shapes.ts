import type { RecordShape, Taken } from './reader.js';

/** Every record that a reader is made of, each once, in the order people meet them. */
export const shapesIn = (read: Pick<Taken, 'parts'>): RecordShape[] => {
  const found = new Map<string, RecordShape>();
  const visit = ({ parts }: Pick<Taken, 'parts'>): void => {
    const fresh = parts.filter(part => !found.has(part.id));
    for (const part of fresh) found.set(part.id, part);
    for (const part of fresh) for (const one of Object.values(part.fields)) visit(one.read);
  };
  visit(read);
  return [...found.values()];
};
