import { isMap, isScalar, parseDocument, visit } from 'yaml';

/** A pipeline file that pushes no image, and whether it did. What cannot be read stays as it is: the platform says why. */
export const withoutPushes = (text: string): { text: string; pushed: boolean } => {
  const document = parseDocument(text);
  if (document.errors.length > 0) return { text, pushed: false };
  let pushed = false;
  visit(document, {
    Pair(_, { key, value }) {
      // In the short form below `docker:`, in the long one below `config:`.
      if (!isScalar(key) || !(key.value === 'docker' || key.value === 'config') || !isMap(value)) return;
      if (value.get('push') === undefined || value.get('push') === false) return;
      value.set('push', false);
      pushed = true;
    },
  });
  return pushed ? { text: document.toString({ lineWidth: 0 }), pushed } : { text, pushed };
};
