import { type Collection } from '../catalog/collection.js';
import { MongoFailure } from '../failure.js';
import { cachedMatcher } from '../query/matcher.js';
import { type Doc, isDoc } from '../values/document.js';

/** Refuses a document that the collection's `validator` does not accept. */
export const validate = (collection: Collection, stored: { readonly doc: Doc }): void => {
  const validator = collection.options['validator'];
  if (!isDoc(validator) || collection.options['validationAction'] === 'warn') return;
  const { doc } = stored;
  if (cachedMatcher(validator)(doc)) return;
  throw new MongoFailure('DocumentValidationFailure', 'Document failed validation', {
    errInfo: { failingDocumentId: doc['_id'], details: { operatorName: Object.keys(validator)[0] ?? '$and' } },
  });
};
