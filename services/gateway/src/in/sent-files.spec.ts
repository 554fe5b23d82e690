import { sentFiles } from './sent-files.js';

const refusal = (files: unknown): unknown => {
  try {
    return sentFiles(files as Record<string, string>);
  } catch (error) {
    return error;
  }
};

describe('the files of a request', () => {
  it('are those with a text and those of which only the path is known', () => {
    expect(sentFiles({ 'go.mod': 'module a\n', 'main.go': null, empty: '' })).toEqual({
      paths: ['go.mod', 'empty', 'main.go'],
      texts: ['module a\n', ''],
    });
  });

  it.each([[7], [true], [['x']], [{ a: 1 }]])('are refused where one is %j', value => {
    expect(refusal({ 'go.mod': value })).toMatchObject({
      status: 400,
      code: 'bad-request',
      message: 'files["go.mod"] must be a text, or null where only the path is known',
    });
  });

  it('are refused when they are too large, with the size', () => {
    expect(refusal({ 'go.mod': 'x'.repeat(2_097_152) })).toMatchObject({
      status: 413,
      code: 'too-large',
      message: 'the request has 2097165 bytes of files, and 1048576 is the most',
    });
  });

  it('are refused when they are too many, with their number', () => {
    const files = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`f${i}`, null]));
    expect(refusal(files)).toMatchObject({
      status: 413,
      message: 'the request has 20001 files, and 20000 is the most',
    });
  });
});
