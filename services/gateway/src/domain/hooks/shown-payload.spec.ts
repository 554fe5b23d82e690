import { shownPayload } from './shown-payload.js';

describe('a payload that is shown', () => {
  it('has no secret, and is laid out', () => {
    const payload = JSON.stringify({ ref: 'main', token: 'hunter2', to: 'https://ann:hunter2@example.org/x' });
    expect(shownPayload(payload)).toBe(
      '{\n  "ref": "main",\n  "token": "[redacted]",\n  "to": "https://[redacted]@example.org/x"\n}',
    );
  });

  it('is text where it is no JSON, also where it was cut', () => {
    expect(shownPayload('{"ref": "ma')).toBe('{"ref": "ma');
    expect(shownPayload('Authorization: Bearer abcdef0123456789')).not.toContain('abcdef');
    expect(shownPayload('')).toBe('');
  });

  it('is bounded', () => {
    expect(shownPayload(JSON.stringify({ a: 'x'.repeat(1_000_000) })).length).toBeLessThan(5_000);
    expect(shownPayload('['.repeat(100_000)).length).toBeLessThan(5_000);
  });
});
