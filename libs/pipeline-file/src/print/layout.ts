import {
  type Document,
  isAlias,
  isCollection,
  isScalar,
  Scalar,
  type ScalarTag,
  type Tags,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** Longest list that stands on one line. */
const longestLine = 60;

/** Numbers and the like stand as they were written: `1.10` is not 1.1 to a person, and 1e3 not 1000. */
export const asWritten = (tags: Tags): Tags =>
  tags.map(tag => {
    if (typeof tag === 'string' || tag.collection !== undefined || !tag.default) return tag;
    const { stringify } = tag;
    if (!stringify) return tag;
    const own: ScalarTag['stringify'] = (item, ...others) =>
      typeof item.value !== 'string' && item.source !== undefined ? item.source : stringify(item, ...others);
    return { ...tag, stringify: own };
  });

/** Lines of their own for everything but short lists, and quotes only where they are needed. */
export const layOut = (document: Document): string => {
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string') node.type = node.value.includes('\n') ? Scalar.BLOCK_LITERAL : Scalar.PLAIN;
    },
    Pair: (_key, { key }) => {
      // The key of the null connector needs no quotes: every reader takes it as it is written.
      if (isScalar(key) && key.value === 'null') Object.assign(key, { value: null, source: 'null' });
    },
    Map: (_key, node) => {
      setFlow(node, node.items.length === 0);
    },
    Seq: (_key, node) => {
      setFlow(node, isShort(node));
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false, indentSeq: true });
};

/** What stands behind brackets stands above the lines that take their place. */
const setFlow = (node: YAMLMap | YAMLSeq, flow: boolean): void => {
  if (node.flow && !flow && node.comment) {
    node.commentBefore = [node.commentBefore, node.comment].filter(Boolean).join('\n');
    node.comment = null;
  }
  node.flow = flow;
};

const isShort = ({ items, comment, commentBefore }: YAMLSeq): boolean => {
  if (items.length === 0) return true;
  const texts = items.map(item => (isScalar(item) && isBare(item) ? String(item.source ?? item.value) : undefined));
  if (commentBefore || comment || texts.some(text => text === undefined || text.includes('\n'))) return false;
  return texts.join(', ').length <= longestLine;
};

const isBare = ({ comment, commentBefore, spaceBefore, anchor }: Scalar): boolean =>
  !comment && !commentBefore && !spaceBefore && !anchor;

/** Whether values of a document stand for others: then their keys have more than one place. */
export const hasAliases = (document: Document): boolean => {
  let found = false;
  visit(document, (_key, node) => {
    if (isAlias(node) || (isScalar(node) || isCollection(node) ? node.anchor !== undefined : false)) found = true;
    return found ? visit.BREAK : undefined;
  });
  return found;
};
