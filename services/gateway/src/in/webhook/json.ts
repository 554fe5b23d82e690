/** Somebody else's JSON: every question has an answer, and none is believed to be more than it is. */
export class Json {
  constructor(private readonly value: unknown) {}

  /** What lies at a path such as `pull_request.head.ref`. */
  at(path: string): Json {
    let value = this.value;
    for (const key of path.split('.')) value = ownOf(value, key);
    return new Json(value);
  }

  /** Whether it is an object. */
  get isThere(): boolean {
    return typeof this.value === 'object' && this.value !== null;
  }

  /** A text that says something, on one line, at most so long; numbers are text too. */
  text(longest: number): string | undefined {
    const { value } = this;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    const text = String(value)
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, longest);
    return text === '' ? undefined : text;
  }

  /** A whole number from 1 on. */
  count(): number | undefined {
    return Number.isSafeInteger(this.value) && Number(this.value) > 0 ? Number(this.value) : undefined;
  }

  is(wanted: unknown): boolean {
    return this.value === wanted;
  }

  list(): Json[] {
    return Array.isArray(this.value) ? this.value.map(one => new Json(one)) : [];
  }
}

const ownOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
