import { type Doc } from '../values/document.js';
import { type Place } from './target.js';

/** What an update knows besides the document. */
export interface UpdateContext {
  /** Whether the document is being made by an upsert. */
  isInsert: boolean;
  now: Date;
}

/** Changes a document in place at one place. */
export type Operator = (doc: Doc, place: Place, operand: unknown, context: UpdateContext) => void;
