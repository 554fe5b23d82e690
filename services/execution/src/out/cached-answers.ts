import type { Millis } from '@switchyard/kernel';
import type { Cache } from '@switchyard/store';
import { Answers } from '../app/statistics/ports.js';

export class CachedAnswers extends Answers {
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(private readonly cache: Cache) {
    super();
  }

  async of<Answer>(key: string, keptMs: Millis, ask: () => Promise<Answer>): Promise<Answer> {
    const known = await this.cache.get(key);
    if (known !== undefined) return JSON.parse(known) as Answer;
    const asking = (this.asked.get(key) as Promise<Answer> | undefined) ?? this.ask(key, keptMs, ask);
    this.asked.set(key, asking);
    return asking;
  }

  private async ask<Answer>(key: string, keptMs: Millis, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await ask();
      await this.cache.set(key, JSON.stringify(answer), keptMs);
      return answer;
    } finally {
      this.asked.delete(key);
    }
  }
}
