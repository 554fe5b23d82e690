import { withoutPushes } from './without-pushes.js';

describe('a file without pushes', () => {
  it('builds all the same, in the short form and in the long one', () => {
    const yaml = `name: web # ours
steps:
  - { name: image, docker: { dockerfile: Dockerfile, tags: 'web:1', push: true } }
  - name: long
    config: { dockerfile: Dockerfile, push: '\${{ inputs.push }}' }
`;
    const { text, pushed } = withoutPushes(yaml);
    expect(pushed).toBe(true);
    expect(text.match(/push: false/g)).toHaveLength(2);
    expect(text).toContain("tags: 'web:1'");
    expect(text).toContain('# ours');
  });

  it.each([
    'name: web\non: { push: { branches: [main] } }\nsteps: [{ name: push, run: git push }]\n',
    'a: [',
    'docker: { push: false }\n',
  ])('is the file itself where there is none: %j', yaml =>
    expect(withoutPushes(yaml)).toEqual({ text: yaml, pushed: false }),
  );
});
