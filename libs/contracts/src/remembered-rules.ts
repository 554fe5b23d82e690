import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Found = ReturnType<Storage['getTargetValidationMetadatas']>;
type Grouped = ReturnType<Storage['groupByPropertyName']>;

/**
 * class-validator goes through the rules of every class there is for each object it checks, in search of those the
 * object's class inherits: a third of what a check costs here. The rules of a class are complete once it is loaded, so
 * what was found the first time is remembered. Checks by group or by schema, of which we have none, are looked up anew.
 * Harmless twice.
 */
export const rememberRules = (storage: Storage = getMetadataStorage()): void => {
  if (Object.hasOwn(storage, 'getTargetValidationMetadatas')) return;
  const found = new WeakMap<object, Found>();
  const grouped = new WeakMap<Found, Grouped>();
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const group = storage.groupByPropertyName.bind(storage);
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || always || strictGroups || groups?.length) return find(target, schema, always, strictGroups, groups);
    const known = found.get(target) ?? find(target, schema, always, strictGroups, groups);
    found.set(target, known);
    return known;
  };
  storage.groupByPropertyName = rules => {
    const known = grouped.get(rules) ?? group(rules);
    grouped.set(rules, known);
    return known;
  };
};
