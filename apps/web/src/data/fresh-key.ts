/** The same form sent twice begins one execution only. Not `randomUUID`: plain HTTP has none. */
export const freshKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
