import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { TriggerBody } from './http/bodies.js';

const names = ['PLAIN', 'toString', 'valueOf', 'hasOwnProperty', 'then'];

describe('a map of names of the user', () => {
  it('keeps each of them', () => {
    const environment = Object.fromEntries(names.map(name => [name, `value of ${name}`]));
    const body = plainToInstance(TriggerBody, { environment });
    expect(Object.entries(body.environment ?? {})).toEqual(Object.entries(environment));
    expect(validateSync(body)).toEqual([]);
  });

  it.each([[1], ['text'], [[]]])('is no %j', environment => {
    const [error] = validateSync(plainToInstance(TriggerBody, { environment }));
    expect(error?.constraints).toHaveProperty('isObject');
  });
});
