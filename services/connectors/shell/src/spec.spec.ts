import { readSpec } from './spec.js';

const refusal = (config: Record<string, unknown>) => {
  try {
    return readSpec(config);
  } catch (error) {
    return error;
  }
};

describe('the config of a shell step', () => {
  it.each([
    [{ command: 'make' }],
    [{ script: '#!/usr/bin/env python3\nprint(1)' }],
    [{ command: 'make', workingDirectory: 'web' }],
    [{ command: '' }],
  ])('may be %j', config => expect(readSpec(config)).toMatchObject(config));

  it('needs a command or a script', () => {
    expect(refusal({ workingDirectory: 'web' })).toMatchObject({
      code: 'bad-config',
      blame: 'user',
      message: 'a shell step needs command or script',
    });
  });

  it('is refused with every mistake at once, by name', () => {
    expect(refusal({ command: 5, workingDirectory: ['web'] })).toMatchObject({
      code: 'bad-config',
      blame: 'user',
      retry: false,
      message: expect.stringMatching(/command must be a string.*workingDirectory must be a string/) as string,
    });
  });
});
