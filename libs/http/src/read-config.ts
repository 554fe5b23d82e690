import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Fault } from '@switchyard/kernel';

/**
 * The configuration that the environment states. Variables the class does not know are left alone.
 * @throws Fault `bad-config` that lists every mistake at once.
 */
export const readConfig = <Config extends object>(Class: new () => Config, environment: NodeJS.ProcessEnv): Config => {
  const config = new Class();
  const known = plainToInstance(Class, typed(config, stated(environment)), { enableImplicitConversion: true });
  Object.assign(config, known);
  const mistakes = validateSync(config, { forbidUnknownValues: false }).flatMap(({ property, constraints }) =>
    Object.values(constraints ?? {}).map(says => (says.startsWith(property) ? says : `${property}: ${says}`)),
  );
  if (mistakes.length === 0) return config;
  throw new Fault({
    code: 'bad-config',
    message: `the environment is not right: ${mistakes.join('; ')}`,
    blame: 'platform',
    retry: false,
    suggestions: mistakes.map(mistake => `set the variable so that ${mistake}`),
  });
};

/** An empty variable counts as absent, as compose files write it. */
const stated = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));

/** A variable is text; a default tells what it stands for where the compiler left no type. */
const typed = (defaults: object, values: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const usual: unknown = Reflect.get(defaults, name);
      if (typeof usual === 'number') return [name, Number(value)];
      return [name, typeof usual === 'boolean' ? value === 'true' || value === '1' : value];
    }),
  );
