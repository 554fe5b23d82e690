import { getMetadataStorage, IsInt, IsOptional, IsString, Length, validateSync, ValidateNested } from 'class-validator';
import { keepRules } from './kept-rules.js';

const options = { whitelist: true, forbidNonWhitelisted: true };
const wrong = (value: object) =>
  validateSync(value, options).map(({ property, constraints }) => [property, Object.keys(constraints ?? {})]);

describe('the rules of a class', () => {
  beforeAll(keepRules);

  it('are looked for once, with those it inherits, however many objects are checked', () => {
    class Base {
      @IsInt() v!: number;
    }
    class Message extends Base {
      @IsString() @Length(2, 4) name!: string;
      @IsOptional() @IsInt() size?: number;
    }
    const storage = getMetadataStorage();
    const first = storage.getTargetValidationMetadatas(Message, '', false, false);
    for (let n = 0; n < 3; n += 1) {
      expect(wrong(Object.assign(new Message(), { v: 1, name: 'abc' }))).toEqual([]);
      expect(wrong(Object.assign(new Message(), { v: '1', name: 'abcde', size: null, more: 1 }))).toEqual([
        ['more', ['whitelistValidation']],
        ['name', ['isLength']],
        ['v', ['isInt']],
      ]);
    }
    expect(storage.getTargetValidationMetadatas(Message, '', false, false)).toBe(first);
    expect(storage.groupByPropertyName(first)).toBe(storage.groupByPropertyName(first));
  });

  it('are those of its class for each object in another, and of none other', () => {
    class Part {
      @IsInt() size!: number;
    }
    class Whole {
      @ValidateNested({ each: true }) parts!: Part[];
      @ValidateNested() part!: Part;
    }
    const part = (size: unknown) => Object.assign(new Part(), { size });
    const storage = getMetadataStorage();
    const rules = storage.getTargetValidationMetadatas(Part, 'Whole', false, false);
    expect(storage.getTargetValidationMetadatas(Part, '', false, false)).toBe(rules);
    for (let n = 0; n < 2; n += 1) {
      const errors = validateSync(
        Object.assign(new Whole(), { parts: [part(1), part('x')], part: part('y') }),
        options,
      );
      expect(errors.map(({ property, children = [] }) => [property, children.length])).toEqual([
        ['parts', 1],
        ['part', 1],
      ]);
    }
  });

  it('count also where they were added after the first look, and where they are asked for in groups', () => {
    class Late {
      @IsString() name!: string;
      @IsInt({ groups: ['more'] }) size!: number;
    }
    const late = Object.assign(new Late(), { name: 'a', size: 'b' });
    expect(wrong(late)).toEqual([['size', ['isInt']]]);
    expect(validateSync(late, { groups: ['more'] })).toHaveLength(1);
    expect(validateSync(late, { strictGroups: true })).toHaveLength(0);
    Length(2, 4)(Late.prototype, 'name');
    expect(wrong(late)).toEqual([
      ['name', ['isLength']],
      ['size', ['isInt']],
    ]);
  });

  it('are kept once, however often that is asked for', () => {
    const storage = getMetadataStorage();
    const { getTargetValidationMetadatas } = storage;
    keepRules();
    expect(storage.getTargetValidationMetadatas).toBe(getTargetValidationMetadatas);
  });
});
