import type {
  ExecutionId,
  ExecutionView,
  ReviewAnswer,
  TriggerAnswer,
  WhyAnswer,
  YardEvent,
} from '@switchyard/contracts';
import type { House } from '../house.js';

/** What people may do with executions, by the API. */
export class Control {
  constructor(private readonly house: House) {}

  post<Answer>(
    id: ExecutionId,
    verb: string,
    body: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.house.json(`/api/ci/executions/${id}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async rerun(id: ExecutionId, fromStep?: string): Promise<ExecutionId> {
    const answer = await this.post<TriggerAnswer>(id, 'rerun', fromStep ? { from_step: fromStep } : {});
    return answer.execution_id;
  }

  review(id: ExecutionId, verb: 'approve' | 'reject', step: string, actor: string): Promise<ReviewAnswer> {
    return this.post(id, verb, { step }, { 'yard-actor': actor });
  }

  async why(id: ExecutionId, step?: string): Promise<string[]> {
    const query = step ? `?step=${step}` : '';
    const { explanations } = await this.house.json<WhyAnswer>(`/api/ci/executions/${id}/why${query}`);
    return explanations.map(one => one.sentence);
  }

  async events(id: ExecutionId): Promise<YardEvent[]> {
    return (await this.house.json<{ events: YardEvent[] }>(`/api/ci/executions/${id}/events?limit=1000`)).events;
  }

  at(id: ExecutionId, rev: number): Promise<ExecutionView> {
    return this.house.json(`/api/ci/executions/${id}?at=${rev}`);
  }

  /** The status and the code of an answer that is a refusal. */
  async refusal(path: string, init?: RequestInit): Promise<{ status: number; code: string }> {
    const response = await this.house.request(path, init);
    const { code } = (await response.json()) as { code: string };
    return { status: response.status, code };
  }
}
