import type { PipelineId } from '@switchyard/contracts';
import type { QueryFilter, SortOrder } from 'mongoose';
import type { Page } from '../app/ports.js';
import { folded, gramsWanted } from '../domain/pipeline-name.js';
import type { Row } from './pipeline-row.js';

type Filter = QueryFilter<Row>;

/** The pipelines of one page. */
export const filterOf = ({ project, part, enabled, connector, deleted, sort, after }: Page): Filter => {
  const all = [...(part === undefined ? [] : partOf(part)), ...(after ? behind(after, sort) : [])];
  return {
    ...(deleted === true ? {} : { deletedAt: null }),
    ...(project ? { project } : {}),
    ...(connector ? { connectors: connector } : {}),
    ...(enabled === undefined ? {} : enabledIs(enabled)),
    ...(all.length > 0 ? { $and: all } : {}),
  };
};

export const orderOf = (sort: Page['sort']): Record<string, SortOrder> =>
  sort === 'updated' ? { updatedAt: -1, _id: -1 } : { name: 1, _id: 1 };

const enabledIs = (enabled: boolean): Filter =>
  enabled ? { disabled: null, deletedAt: null } : { $or: [{ disabled: { $ne: null } }, { deletedAt: { $ne: null } }] };

/** An index gives those that have all the pieces; where those prove too little, the text is looked at too. */
const partOf = (part: string): Filter[] => {
  const grams = gramsWanted(part);
  const isProof = grams.length === 1 && grams[0] === folded(part);
  const literal = folded(part).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return [...grams.map(gram => ({ grams: gram })), ...(isProof ? [] : [{ search: { $regex: literal } }])];
};

/** The range first, for the index; then what lies in it and is not behind. */
const behind = ({ key, id }: { key: string; id?: PipelineId }, sort: Page['sort']): Filter[] => {
  if (sort === 'updated')
    return id === undefined
      ? [{ updatedAt: { $lt: key } }]
      : [{ updatedAt: { $lte: key } }, { $or: [{ updatedAt: { $lt: key } }, { _id: { $lt: id } }] }];
  return id === undefined
    ? [{ name: { $gt: key } }]
    : [{ name: { $gte: key } }, { $or: [{ name: { $gt: key } }, { _id: { $gt: id } }] }];
};
