import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { Schemas } from './schemas.mjs';

/** Types that are answered without being the return type of a route. */
const alsoAnswered = ['ErrorAnswer', 'StreamFrame', 'YardEvent'];

/**
 * What TypeScript knows of the API: `operations` by `Class.method` with summary and schema of the answer, `schemas` by
 * name, and `fields` by class with what is said of each.
 */
export const readApi = root => {
  const controllers = globSync(join(root, 'services/gateway/src/in/**/*.controller.ts')).sort();
  const contracts = globSync(join(root, 'libs/contracts/src/{http,messages}/*.ts')).sort();
  const bodies = globSync(join(root, 'libs/contracts/src/{*,http/*}.ts')).filter(file => !file.endsWith('.spec.ts'));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: controllers }, ts.sys, root);
  const program = ts.createProgram([...controllers, ...bodies, ...contracts], {
    ...options,
    incremental: false,
    tsBuildInfoFile: undefined,
  });
  const checker = program.getTypeChecker();
  const schemas = new Schemas(checker);
  const operations = {};
  for (const file of controllers)
    for (const route of routesIn(program.getSourceFile(file))) operations[route.key] = operationOf(route, schemas);
  const fields = {};
  for (const file of [...bodies].sort())
    for (const declared of program.getSourceFile(file).statements) {
      if (ts.isClassDeclaration(declared) && declared.name) addFields(fields, declared, checker);
      if (alsoAnswered.includes(declared.name?.text)) schemas.of(checker.getTypeAtLocation(declared.name));
    }
  return { operations: sorted(operations), schemas: sorted(schemas.named), fields: sorted(fields) };
};

const sorted = object => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
const verbs = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options']);

const decoratorNames = node =>
  (ts.getDecorators(node) ?? []).flatMap(({ expression }) =>
    ts.isCallExpression(expression) ? [expression.expression.getText()] : [],
  );

const routesIn = source => {
  const classes = source.statements.filter(node => ts.isClassDeclaration(node) && node.name);
  return classes
    .filter(node => decoratorNames(node).includes('Controller'))
    .flatMap(node =>
      node.members
        .filter(member => ts.isMethodDeclaration(member) && decoratorNames(member).some(name => verbs.has(name)))
        .map(method => ({ key: `${node.name.text}.${method.name.getText()}`, method })),
    );
};

const operationOf = ({ method }, schemas) => {
  const { checker } = schemas;
  const text = ts.displayPartsToString(checker.getSymbolAtLocation(method.name).getDocumentationComment(checker));
  const answer = checker.getAwaitedType(checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(method)));
  const isVoid = (answer.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) !== 0;
  return {
    ...(text === '' ? {} : { summary: text.replaceAll('\n', ' ') }),
    ...(isVoid ? {} : { answer: schemas.of(answer) }),
  };
};

const addFields = (fields, declared, checker) => {
  const said = {};
  for (const member of declared.members) {
    if (!ts.isPropertyDeclaration(member)) continue;
    const text = ts.displayPartsToString(checker.getSymbolAtLocation(member.name).getDocumentationComment(checker));
    if (text !== '') said[member.name.getText()] = text.replaceAll('\n', ' ');
  }
  if (Object.keys(said).length > 0) fields[declared.name.text] = said;
};
