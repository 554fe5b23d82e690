import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { actorFactory } from '../actor.js';
import type { Constructor } from './schema.js';

/** What Nest knows of one route from its decorators. */
export interface RouteFacts {
  /** `Class.method` */
  key: string;
  verb: string;
  /** As the router has it, such as `/api/ci/executions/:id`. */
  path: string;
  status: number | undefined;
  isPublic: boolean;
  params: Constructor | undefined;
  query: Constructor | undefined;
  body: Constructor | undefined;
  headers: string[];
}

interface Argument {
  index: number;
  data?: unknown;
  factory?: unknown;
}

const publicMark = 'switchyard:public';
/** The kinds of parameters by their numbers (@nestjs/common, route-paramtypes.enum). */
const kinds = { body: 3, query: 4, params: 5, headers: 6 } as const;
const simple: readonly unknown[] = [String, Number, Boolean, Object, Array];

/** Every route of the controllers. */
export const routesOf = (controllers: readonly (abstract new (...args: never[]) => object)[]): RouteFacts[] =>
  controllers.flatMap(Class =>
    Object.getOwnPropertyNames(Class.prototype)
      .filter(name => name !== 'constructor' && Reflect.hasMetadata('method', methodOf(Class, name)))
      .map(name => factsOf(Class, name)),
  );

type Handler = (...args: unknown[]) => unknown;
const methodOf = (Class: abstract new (...args: never[]) => object, name: string): Handler =>
  (Class.prototype as Record<string, Handler>)[name] as Handler;

const factsOf = (Class: abstract new (...args: never[]) => object, name: string): RouteFacts => {
  const handler = methodOf(Class, name);
  const types = (Reflect.getMetadata('design:paramtypes', Class.prototype as object, name) ?? []) as Constructor[];
  const given = Object.entries(
    (Reflect.getMetadata('__routeArguments__', Class, name) ?? {}) as Record<string, Argument>,
  );
  const classOf = (kind: number) => {
    const [, argument] = given.find(([key, { data }]) => key.startsWith(`${kind}:`) && data === undefined) ?? [];
    const type = argument && types[argument.index];
    return type === undefined || simple.includes(type) ? undefined : type;
  };
  const headers = given.filter(([key]) => key.startsWith(`${kinds.headers}:`)).map(([, { data }]) => String(data));
  return {
    key: `${Class.name}.${name}`,
    verb: RequestMethod[Reflect.getMetadata('method', handler) as number]?.toLowerCase() ?? 'get',
    path: joined(Reflect.getMetadata('path', Class), Reflect.getMetadata('path', handler)),
    status: Reflect.getMetadata('__httpCode__', handler) as number | undefined,
    isPublic: Reflect.getMetadata(publicMark, handler) === true || Reflect.getMetadata(publicMark, Class) === true,
    params: classOf(kinds.params),
    query: classOf(kinds.query),
    body: classOf(kinds.body),
    headers: given.some(([, { factory }]) => factory === actorFactory) ? [...headers, 'yard-actor'] : headers,
  };
};

const joined = (...parts: unknown[]): string => {
  const path = parts.map(part => String(part ?? '').replace(/^\/+|\/+$/g, '')).filter(part => part !== '');
  return `/${path.join('/')}`;
};
