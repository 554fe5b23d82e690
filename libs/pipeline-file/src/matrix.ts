import { mostAxes, mostCells } from './limits.js';
import type { Entry, Located } from './located.js';
import { checkCells, type PlacedCell } from './matrix-cells.js';
import type { MatrixModel } from './model.js';
import type { Report } from './report.js';
import {
  distinct,
  field,
  flag,
  join,
  listOf,
  reader,
  type Reader,
  record,
  spellingsOf,
  text,
  whole,
  wrong,
} from './shape.js';

const axisName = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;

const axis = distinct(text, { most: mostCells, what: 'a value' });

const cell: Reader<PlacedCell> = reader(
  {
    schema: { type: 'object', propertyNames: { pattern: axisName.source }, additionalProperties: text.schema },
    words: 'map of axes to text',
  },
  (value, path, report) => {
    if (value.kind !== 'map') return wrong(value, path, report, 'a map of axes to text');
    const values: Record<string, string> = {};
    for (const entry of value.entries) {
      const found = checkAxis(entry, path, report) ? text(entry.value, join(path, entry.key), report) : undefined;
      if (found !== undefined) values[entry.key] = found;
    }
    return { values, offset: value.offset, path };
  },
);

const terms = record(
  {
    id: 'matrix',
    what: 'matrix',
    doc: 'One step for each combination of values. Every key but those below is an axis with its list of values: `node: [20, 24]`. A step gets its values as `MATRIX_NODE`, and expressions as `matrix.node`. Together there are at most 256 cells.',
    rules: { propertyNames: { pattern: axisName.source }, additionalProperties: axis.schema, minProperties: 1 },
  },
  {
    include: field(listOf(cell), {
      doc: 'Cells on top of the combinations, or values on top of the cells that agree on every axis they name.',
      example: '[{ node: 24, coverage: true }]',
    }),
    exclude: field(listOf(cell), {
      doc: 'Combinations that are left out: all that agree with what one of these says.',
      example: '[{ node: 20, os: macos }]',
    }),
    maxParallel: field(whole(1, mostCells), { doc: 'Cells that may run at once.', absent: 'all', example: '2' }),
    failFast: field(flag, { doc: 'Whether a cell that failed ends the others.', default: true, example: 'false' }),
  },
);

const known = new Set(
  terms.parts.flatMap(({ fields }) => Object.entries(fields).flatMap(([key, one]) => spellingsOf(key, one))),
);

export const matrix: Reader<MatrixModel> = reader(terms, (value, path, report) => {
  if (value.kind !== 'map') return wrong(value, path, report, 'matrix (axes, include, exclude) as lines of key: value');
  const of = (isKnown: boolean) => value.entries.filter(({ key }) => known.has(key) === isKnown);
  const found = terms({ ...value, entries: of(true) }, path, report);
  const axes = axesOf(of(false), path, report);
  const { include = [], exclude = [], maxParallel, failFast = true } = found?.values ?? {};
  if (!report.concerns(path)) checkCells({ axes, include, exclude, path, offset: value.offset }, report);
  return {
    axes,
    include: include.map(({ values }) => values),
    exclude: exclude.map(({ values }) => values),
    ...(maxParallel === undefined ? {} : { maxParallel }),
    failFast,
  };
});

const axesOf = (entries: Entry[], path: string, report: Report): Record<string, string[]> => {
  const axes: Record<string, string[]> = {};
  const variables = new Map<string, string>();
  if (entries.length > mostAxes)
    report.add(entries[mostAxes]?.offset ?? 0, path, {
      code: 'too-many',
      message: `${path} has ${entries.length} axes, and ${mostAxes} is the most`,
      suggestion: 'use fewer axes, or steps of their own',
    });
  for (const entry of entries) {
    if (!checkAxis(entry, path, report)) continue;
    checkVariable(entry, path, variables, report);
    const values = valuesOf(entry.value, join(path, entry.key), report);
    if (values) axes[entry.key] = values;
  }
  return axes;
};

const valuesOf = (value: Located, path: string, report: Report): string[] | undefined => {
  const values = axis(value, path, report);
  if (values && values.length === 0 && !report.concerns(path))
    return report.add(value.offset, path, {
      code: 'no-values',
      message: `${path} has no values`,
      suggestion: 'give it at least one, or leave it out',
    });
  return values;
};

const checkAxis = ({ key, offset }: Entry, path: string, report: Report): boolean => {
  if (axisName.test(key)) return true;
  report.add(offset, path, {
    code: 'bad-axis',
    message: `${JSON.stringify(key.slice(0, 80))} is no name of an axis`,
    suggestion: 'use at most 63 letters, digits, _ and -, and begin with a letter',
  });
  return false;
};

/** Two axes must not reach the step as one variable. */
const checkVariable = ({ key, offset }: Entry, path: string, variables: Map<string, string>, report: Report): void => {
  const variable = `MATRIX_${key.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  const other = variables.get(variable);
  if (other !== undefined)
    report.add(offset, join(path, key), {
      code: 'duplicate-name',
      message: `the axes ${other} and ${key} would both be the variable ${variable}`,
      suggestion: 'rename one of them',
    });
  variables.set(variable, key);
};
