import type { Entry, Located } from './located.js';
import type { ServiceModel } from './model.js';
import type { Report } from './report.js';
import {
  distinct,
  environment,
  field,
  type Found,
  join,
  type Reader,
  reader,
  record,
  slug,
  text,
  whole,
  wrong,
} from './shape.js';

const host = slug('name of a service', 'bad-service');

const service = record(
  {
    id: 'service',
    what: 'a service (name, image, env, ports, health)',
    doc: 'A container beside the step, reachable by its name.',
  },
  {
    name: field(host, { doc: 'Its host name. In a map of services, the key.', example: 'db' }),
    image: field(text, { doc: 'The image of the container.', example: 'postgres:17' }),
    environment: field(environment, { doc: 'Its variables.', example: '{ POSTGRES_PASSWORD: test }' }, 'env'),
    ports: field(distinct(whole(1, 65_535), { most: 100, what: 'a port' }), {
      doc: 'Ports it listens on.',
      absent: 'those of its image',
      example: '[5432]',
    }),
    health: field(text, {
      doc: 'A command that succeeds once it is healthy; the step waits for it.',
      absent: 'it is healthy at once',
      example: 'pg_isready',
    }),
  },
);
type RawService = Found<typeof service>;

const wanted = 'a map of names to images, or a list of services';

/** A map of names to images or services, or a list of services with names. */
export const services: Reader<ServiceModel[]> = reader(
  {
    schema: {
      anyOf: [
        { type: 'object', additionalProperties: { anyOf: [text.schema, service.schema] } },
        { type: 'array', items: { type: 'object', ...service.schema, required: ['name', 'image'] } },
      ],
    },
    words: `map of names to images or to ${service.words}, or list of ${service.words}`,
    parts: service.parts,
  },
  (value, path, report) => {
    if (value.kind === 'scalar') return wrong(value, path, report, wanted);
    const found =
      value.kind === 'map'
        ? value.entries.map(entry => named(entry, path, report))
        : value.items.map((item, index) => listed(item, `${path}[${index}]`, report));
    return unique(
      found.filter(one => one !== undefined),
      report,
    );
  },
);

interface Placed {
  service: ServiceModel;
  offset: number;
  path: string;
}

const named = ({ key, offset, value }: Entry, path: string, report: Report): Placed | undefined => {
  const at = join(path, key);
  const name = host({ kind: 'scalar', offset, value: key, written: key }, at, report);
  if (value.kind === 'scalar') {
    const image = text(value, at, report);
    return name === undefined || image === undefined
      ? undefined
      : { service: { name, image, environment: {}, ports: [] }, offset, path: at };
  }
  const raw = service(value, at, report);
  if (raw?.values.name !== undefined)
    report.add(raw.at('name'), raw.path('name'), {
      code: 'duplicate-key',
      message: `the service has its name already: ${key}`,
      suggestion: 'leave name: out',
    });
  return raw && name !== undefined ? serviceOf(raw, { name, offset, path: at }, report) : undefined;
};

const listed = (item: Located, path: string, report: Report): Placed | undefined => {
  const raw = service(item, path, report);
  const name = raw?.values.name;
  if (!raw) return undefined;
  if (name !== undefined) return serviceOf(raw, { name, offset: raw.at('name'), path: raw.path('name') }, report);
  if (report.concerns(path)) return undefined;
  return report.add(raw.offset, path, {
    code: 'missing-name',
    message: 'a service has no name',
    suggestion: 'add name: with its host name',
  });
};

interface Named {
  name: string;
  offset: number;
  path: string;
}

const serviceOf = (raw: RawService, { name, offset, path }: Named, report: Report): Placed | undefined => {
  const { image, environment: variables = {}, ports = [], health } = raw.values;
  if (image !== undefined)
    return {
      service: { name, image, environment: variables, ports, ...(health === undefined ? {} : { health }) },
      offset,
      path,
    };
  if (report.concerns(raw.path('image'))) return undefined;
  return report.add(raw.offset, raw.path('image'), {
    code: 'no-image',
    message: `service ${name} has no image`,
    suggestion: 'add image: such as postgres:17',
  });
};

const unique = (placed: Placed[], report: Report): ServiceModel[] => {
  const seen = new Set<string>();
  for (const { service, offset, path } of placed) {
    if (seen.has(service.name))
      report.add(offset, path, {
        code: 'duplicate-name',
        message: `two services are called ${service.name}`,
        suggestion: 'give each its own name',
      });
    seen.add(service.name);
  }
  return placed.map(({ service }) => service);
};
