import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Rules = ReturnType<Storage['getTargetValidationMetadatas']>;
type Grouped = ReturnType<Storage['groupByPropertyName']>;

const kept = new WeakSet<Storage>();

/**
 * Has class-validator look for the rules of each class once, and not for each object: it goes through all classes there are
 * to find those that one inherits from, and every message and every request is checked. A rule that is added later counts.
 */
export const keepRules = (): void => {
  const storage = getMetadataStorage();
  if (kept.has(storage)) return;
  kept.add(storage);
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const group = storage.groupByPropertyName.bind(storage);
  const add = storage.addValidationMetadata.bind(storage);
  let found = new Map<boolean, WeakMap<object, Rules>>();
  const grouped = new WeakMap<Rules, Grouped>();

  storage.addValidationMetadata = rule => {
    found = new Map();
    add(rule);
  };
  storage.getTargetValidationMetadatas = (target, schema, always, isStrict, groups) => {
    // The schema changes nothing: of objects in others it is the class they are in, and no rule here belongs to a name.
    const isPlain = typeof target === 'function' && !always && (groups ?? []).length === 0;
    if (!isPlain) return find(target, schema, always, isStrict, groups);
    const ofAll = found.get(isStrict) ?? new WeakMap<object, Rules>();
    found.set(isStrict, ofAll);
    const rules = ofAll.get(target) ?? find(target, schema, always, isStrict, groups);
    ofAll.set(target, rules);
    return rules;
  };
  storage.groupByPropertyName = rules => {
    const known = grouped.get(rules) ?? group(rules);
    grouped.set(rules, known);
    return known;
  };
};
