import ts from 'typescript';

const { TypeFlags } = ts;
const is = (type, flag) => (type.flags & flag) !== 0;

/** JSON Schemas of TypeScript types; those with a name are kept in `named` and referred to. */
export class Schemas {
  named = {};
  #seen = new Map();

  constructor(checker) {
    this.checker = checker;
  }

  of(type) {
    const name = nameOf(type);
    if (name === undefined || isPlain(type)) return this.#inline(type);
    const known = this.#seen.get(name);
    if (known !== undefined && known !== type) return this.#inline(type);
    if (known === undefined) {
      this.#seen.set(name, type);
      this.named[name] = {};
      this.named[name] = this.#inline(type);
      const text = this.#textOf(type.aliasSymbol ?? type.symbol);
      if (text !== undefined) this.named[name].description = text;
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #inline(type) {
    if (is(type, TypeFlags.Any | TypeFlags.Unknown | TypeFlags.NonPrimitive)) return {};
    if (is(type, TypeFlags.Null)) return { type: 'null' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (is(type, TypeFlags.BooleanLiteral)) return { const: this.checker.typeToString(type) === 'true' };
    if (is(type, TypeFlags.StringLike)) return { type: 'string' };
    if (is(type, TypeFlags.NumberLike)) return { type: 'number' };
    if (is(type, TypeFlags.BooleanLike)) return { type: 'boolean' };
    if (type.isUnion()) return this.#union(type.types);
    if (type.isIntersection() && type.types.some(one => is(one, TypeFlags.StringLike))) return { type: 'string' };
    return this.#object(type);
  }

  #union(types) {
    const given = types.filter(one => !is(one, TypeFlags.Undefined | TypeFlags.Void));
    const rest = given.filter(one => !one.isStringLiteral() && !is(one, TypeFlags.BooleanLiteral));
    const words = given.filter(one => one.isStringLiteral()).map(one => one.value);
    const switches = given.filter(one => is(one, TypeFlags.BooleanLiteral));
    const parts = [
      ...(words.length > 0 ? [{ type: 'string', enum: words }] : []),
      ...(switches.length === 2 ? [{ type: 'boolean' }] : switches.map(one => this.#inline(one))),
      ...rest.map(one => this.of(one)),
    ];
    return parts.length === 1 ? parts[0] : { anyOf: parts };
  }

  #object(type) {
    const { checker } = this;
    if (checker.isArrayType(type) || checker.isTupleType(type)) {
      const [item] = checker.getTypeArguments(type);
      return { type: 'array', ...(item ? { items: this.of(item) } : {}) };
    }
    const map = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const properties = {};
    const required = [];
    for (const property of checker.getPropertiesOfType(type)) {
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const declared = checker.getTypeOfSymbol(property);
      const schema = this.of(isOptional ? checker.getNonNullableType(declared) : declared);
      const text = this.#textOf(property);
      properties[property.name] = { ...schema, ...(text === undefined ? {} : { description: text }) };
      if (!isOptional) required.push(property.name);
    }
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(map ? { additionalProperties: this.of(map) } : {}),
    };
  }

  #textOf(symbol) {
    const text = symbol && ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
    return text ? text.replaceAll('\n', ' ') : undefined;
  }
}

const isPlain = type =>
  is(type, TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike) || isBranded(type);
const isBranded = type => type.isIntersection() && type.types.some(one => is(one, TypeFlags.StringLike));

/** Of an alias without arguments, an interface or a class of ours. */
const nameOf = type => {
  if (type.aliasSymbol) return type.aliasTypeArguments?.length ? undefined : type.aliasSymbol.name;
  const symbol = type.symbol;
  const kinds = ts.SymbolFlags.Interface | ts.SymbolFlags.Class;
  if (!symbol || (symbol.flags & kinds) === 0) return undefined;
  const own = symbol.declarations?.every(one => !one.getSourceFile().fileName.includes('node_modules'));
  return own && !type.typeArguments?.length ? symbol.name : undefined;
};
