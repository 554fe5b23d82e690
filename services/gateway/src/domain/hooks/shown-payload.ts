import { redact } from '../audit/redact.js';

/**
 * What came, as people may look at it: without what looks like a secret by its name or its form, and cut where it is
 * long. Steps read it as it came.
 */
export const shownPayload = (payload: string): string => {
  const shown = redact(jsonIn(payload));
  return typeof shown === 'string' ? shown : JSON.stringify(shown, undefined, 2);
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
