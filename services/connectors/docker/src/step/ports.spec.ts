import { DockerConfig, rulesOf } from '../config.js';
import { readConfig } from '@switchyard/http';
import { checkPorts, insideOf, publishedBy, publishing } from './ports.js';

const usual = rulesOf(new DockerConfig());

describe('ports of a container', () => {
  it('have the numbers that are named, and others beside those', () => {
    const plans = [
      { name: 'a' },
      { name: 'b', port: 8_080 },
      { name: 'c' },
      { name: '8082', port: 8_082 },
      { name: 'd' },
    ];
    expect(insideOf(plans).map(({ port }) => port)).toEqual([8_081, 8_080, 8_083, 8_082, 8_084]);
  });

  it('are published on the loopback of the engine’s host, where the engine chooses', () => {
    expect(publishing({ ports: [{ name: 'http', port: 80 }] }, usual)).toEqual({
      exposed: { ExposedPorts: { '80/tcp': {} } },
      host: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    });
    expect(publishing({}, usual)).toEqual({ exposed: {}, host: {} });
  });

  it('are those that the engine says, on the host of the engine', () => {
    const NetworkSettings = { Ports: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '49153' }] } } as never;
    const remote = { isLocal: false, options: { host: 'engine-1' } };
    expect(publishedBy({ NetworkSettings }, { ports: [{ name: 'http' }, { name: 'gone' }] }, remote)).toEqual([
      { name: 'http', address: '127.0.0.1', port: 49_153, host: 'engine-1' },
    ]);
  });

  it('are refused in a network that has none, unless the step has one of its own', () => {
    const ports = [{ name: 'http' }];
    const services = [{ name: 'db', image: 'db', environment: {}, ports: [] }];
    const host = { ...usual, network: 'host' };
    expect(() => checkPorts({ ports }, host)).toThrow("this connector's steps are in the network host");
    for (const grant of [{}, { services }, { ports, services }]) expect(() => checkPorts(grant, host)).not.toThrow();
  });
});

describe('where ports are published', () => {
  const needed = { NATS_USER: 'connector-docker', NATS_PASSWORD: 'secret', DATA_DIRECTORY: '/data' };
  const addressFrom = (DOCKER_PUBLISHES_ON: string) =>
    rulesOf(readConfig(DockerConfig, { ...needed, DOCKER_PUBLISHES_ON })).portsAddress;

  it.each(['127.0.0.1', '0.0.0.0', '::1', '::', '10.0.0.7'])('may be %s', one => expect(addressFrom(one)).toBe(one));
  it('may be nowhere', () => expect(addressFrom('none')).toBeUndefined());
  it.each(['localhost', '1', 'a:b:g', '127.0.0.1:80'])('is never %s', one =>
    expect(() => addressFrom(one)).toThrow('DOCKER_PUBLISHES_ON'),
  );
});
