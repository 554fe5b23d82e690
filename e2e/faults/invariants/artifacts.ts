import type { YardClient } from '@switchyard/client';
import type { ExecutionView } from '@switchyard/contracts';

/** What a step left is kept, as it was left. */
export const keptWhatWasLeft = async (client: YardClient, { id, steps }: ExecutionView): Promise<string[]> => {
  const step = steps.find(({ name, status }) => name === 'keeper' && status === 'success');
  const attempt = step?.attempts.at(-1);
  if (!step || !attempt) return [];
  const noted = (attempt.artifacts ?? []).map(({ name }) => name);
  if (noted.join() !== 'kept,brief') return [`${attempt.id} kept ${noted.join() || 'nothing'}`];
  const body = await client.artifacts.content(id, 'kept', 'kept.txt').catch((error: unknown) => error);
  if (!(body instanceof ReadableStream)) return [`what ${attempt.id} kept cannot be read: ${String(body)}`];
  const text = await new Response(body).text();
  return text === attempt.id ? [] : [`${attempt.id} kept ${JSON.stringify(text)}, and left its own id`];
};
