import type { TriggerFacts } from '@switchyard/contracts';

/** What steps are told of their trigger, beyond what every step is told. */
export const environmentOf = (facts: TriggerFacts): Record<string, string> => {
  const { event, targetBranch, pullRequest, title, tick, after } = facts;
  const variables = {
    YARD_EVENT: event,
    YARD_TARGET_BRANCH: targetBranch,
    YARD_PULL_REQUEST: pullRequest?.toString(),
    YARD_TITLE: title,
    YARD_TICK: tick,
    YARD_AFTER: after,
  };
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value]] : [])));
};

/**
 * What all steps of one execution together may carry of a payload: an execution is planned whole, in one message of the
 * bus, which takes a megabyte, and there every quote of JSON takes two bytes.
 */
const mostTogether = 262_144;

/** A payload as steps read it, and how it was cut where it was. */
export const payloadOf = (payload: string, bytes: number, steps: number): { text: string; cut?: string } => {
  const room = Math.floor(mostTogether / Math.max(1, steps));
  const text = cutTo(payload, room);
  const left = Buffer.byteLength(text);
  if (left >= bytes) return { text };
  return { text, cut: `YARD_PAYLOAD has the first ${left} of ${bytes} bytes` };
};

/** At most so many bytes of whole characters. */
const cutTo = (text: string, most: number): string => {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  let end = most;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
};
