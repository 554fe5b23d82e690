import { getMetadataStorage, IsInt, IsString, validate } from 'class-validator';
import { rememberRules } from './remembered-rules.js';

class Base {
  @IsString() name?: unknown;
}
class Derived extends Base {
  @IsInt() size?: unknown;
}
const broken = async (given: object) => (await validate(given)).map(({ property }) => property).sort();

describe('remembered rules', () => {
  it('are those that are found without, also inherited ones, the first time and again', async () => {
    const without = [await broken(new Derived()), await broken(new Base())];
    rememberRules();
    rememberRules();
    for (let time = 0; time < 2; time += 1)
      expect([await broken(new Derived()), await broken(new Base())]).toEqual(without);
    expect(without).toEqual([['name', 'size'], ['name']]);
  });

  it('are looked up once for each class', () => {
    const storage = getMetadataStorage();
    const find = () => storage.getTargetValidationMetadatas(Derived, '', false, false);
    expect(find()).toBe(find());
    expect(storage.groupByPropertyName(find())).toBe(storage.groupByPropertyName(find()));
  });
});
