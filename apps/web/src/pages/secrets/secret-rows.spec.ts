import type { PipelineId } from '@switchyard/contracts';
import { keyOf, nameProblem, scopeOf, setCommand, valueOf, valueProblem } from './secret-rows.js';

const pipelineId = '01m84ywyccwh2egkrpyg85s86c' as PipelineId;

describe('a secret in a list', () => {
  it('is told apart from one of the same name elsewhere', () => {
    const all = [{ name: 'npm' }, { name: 'npm', environmentName: 'prod' }, { name: 'npm', pipelineId }];
    expect(new Set(all.map(keyOf)).size).toBe(3);
    expect(all.map(one => scopeOf(one).kind)).toEqual(['project', 'environment', 'pipeline']);
  });

  it('is set by a command that names its scope and never its value', () => {
    expect(setCommand('web', 'npm', { kind: 'project' })).toBe('secrets set npm --project web');
    expect(setCommand('web', 'npm', { kind: 'environment', name: 'prod' })).toBe(
      'secrets set npm --project web --environment prod',
    );
  });
});

describe('what is typed for a secret', () => {
  it('is looked at before it is sent', () => {
    expect(nameProblem('')).toBeUndefined();
    expect(nameProblem('npm.token')).toBeUndefined();
    expect(nameProblem('npm token')).toContain('letters');
    expect(nameProblem('x'.repeat(101))).toContain('100');
    expect(valueProblem('')).toBeUndefined();
    expect(valueProblem('abc')).toContain('4 bytes');
    expect(valueProblem('äü')).toBeUndefined();
    expect(valueProblem('x'.repeat(49_153))).toContain('49153');
  });

  it('loses the one line break at its end', () => {
    expect(valueOf('a\nb\n')).toBe('a\nb');
    expect(valueOf('a\r\n')).toBe('a');
    expect(valueOf('a\n\n')).toBe('a\n');
  });
});
