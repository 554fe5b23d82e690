import { type ConditionFacts, evaluateCondition, evaluateText, mistakeIn } from './condition.js';

const facts: ConditionFacts = {
  branch: 'main',
  commit: 'abc',
  repository: '',
  trigger: 'manual',
  actor: 'alice',
  pipeline: 'hello',
  env: { TARGET: 'eu' },
  steps: { 'unit-tests': { status: 'failed', exitCode: 3 } },
};

describe('conditions', () => {
  it.each([
    ["branch == 'main'", true],
    ["branch.startsWith('release/')", false],
    ["env.TARGET == 'eu' && trigger != 'schedule'", true],
    ["'TARGET' in env ? env.TARGET == 'us' : false", false],
    ["steps['unit-tests'].exitCode == 3", true],
    ['true', true],
  ])('%s is %s', (expression, value) => {
    expect(evaluateCondition(expression, facts)).toEqual({ value });
  });

  it.each([
    ["brnch == 'main'", 'Unknown variable: brnch'],
    ["branch == 'main' &&", 'Unexpected token: EOF'],
    ['branch', 'it gives a string, and must give a bool'],
    ['branch == 3', 'no such overload: string == int'],
    ["branch.matches('(a+)+$')", 'matches() is not among the calls it may use'],
    ['[1, 2].all(x, [1, 2].all(y, x == y))', 'all() is not among the calls it may use'],
    ['', 'Unexpected token: EOF'],
  ])('says what is wrong with %s', (expression, mistake) => {
    expect(mistakeIn(expression, 'bool')).toContain(mistake);
    expect(evaluateCondition(expression, facts)).toEqual({ error: expect.stringContaining(mistake) });
  });

  it('says what went wrong at its turn', () => {
    expect(evaluateCondition("env.NOWHERE == ''", facts)).toEqual({ error: 'No such key: NOWHERE' });
    expect(evaluateCondition('1 / 0 == 1', facts)).toEqual({ error: 'division by zero' });
  });

  it('gives text where text is wanted', () => {
    expect(evaluateText("'deploy-' + branch", facts)).toEqual({ value: 'deploy-main' });
    expect(evaluateText('true', facts)).toEqual({ error: 'it gives a bool, and must give a string' });
  });
});
