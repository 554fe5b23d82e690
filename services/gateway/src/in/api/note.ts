import type { Constructor, Schema } from './schema.js';

/** What decorators and types of a route do not tell. */
export interface Note {
  /** Instead of the first sentence that stands over the route. */
  summary?: string;
  /** Of routes that read their body themselves. */
  body?: Constructor;
  /** Bodies of other content types. */
  content?: Record<string, { schema: Schema }>;
  query?: Constructor;
  headers?: string[];
  /** The content type of the answer; JSON unless given. */
  gives?: string;
  /** Instead of what the types say. */
  answer?: Schema;
  statuses?: number[];
  /** Statuses of its own, beside those every route of its kind has. */
  refuses?: number[];
}
