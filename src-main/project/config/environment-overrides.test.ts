import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { checkProject } from '../check/check-project.ts';
import { environmentOverrides, SHORT_NAMES, unknownVariables, withOverrides } from './environment-overrides.ts';

const FILES = new Map([['nexus.yaml', 'project:\n  name: Plant\nlog:\n  level: warn\n']]);

describe('settings of the environment', () => {
  it('are read by path, as text where the setting takes text and as JSON elsewhere', () => {
    const environment = {
      NEXUS__mqtt__version: '5',
      NEXUS__server__port: '8080',
      NEXUS__mqtt__prefixes: '["a", "b"]',
      NEXUS_MQTT_BROKER: 'mqtt://10.0.0.5:1883',
      NEXUS__log__level: '',
      PATH: '/bin',
    };
    expect(environmentOverrides(environment).map(({ path, value }) => [path.join('.'), value])).toEqual([
      ['mqtt.url', 'mqtt://10.0.0.5:1883'],
      ['mqtt.prefixes', ['a', 'b']],
      ['mqtt.version', '5'],
      ['server.port', 8080],
    ]);
  });

  it('lie over the file and leave it as it is', () => {
    const content = { project: { name: 'Plant' }, log: { level: 'warn' } };
    const overrides = environmentOverrides({ NEXUS__log__level: 'debug', NEXUS__server__port: '8080' });
    expect(withOverrides(content, overrides)).toEqual({
      project: { name: 'Plant' },
      log: { level: 'debug' },
      server: { port: 8080 },
    });
    expect(content.log.level).toBe('warn');
  });

  it('are checked as the file is, and a fault names the variable', () => {
    const { config } = checkProject(FILES, [], { environment: { NEXUS__log__level: 'debug' } });
    expect(config?.log.level).toBe('debug');
    const { faults } = checkProject(FILES, [], {
      environment: { NEXUS__server__port: '70000', NEXUS__serve__port: '1' },
    });
    expect(faults.map(({ file, line, path, code }) => ({ file, line, path, code }))).toEqual([
      { file: 'NEXUS__server__port', line: undefined, path: 'server.port', code: 'PORT_RANGE' },
      { file: 'NEXUS__serve__port', line: undefined, path: 'serve', code: 'UNKNOWN_KEY' },
    ]);
  });

  it('are read from files where a variable says so, and the variable itself comes first', async () => {
    const folder = await givenProjectFolder({ user: 'gateway-7\nsecond line' });
    try {
      const file = join(folder.path, 'user');
      const said = (more: Record<string, string>): unknown[] =>
        environmentOverrides({ NEXUS__mqtt__username_FILE: file, ...more }).map(({ by, value }) => [by, value]);
      expect(said({})).toEqual([['NEXUS__mqtt__username_FILE', 'gateway-7']]);
      expect(said({ NEXUS__mqtt__username: 'other' })).toEqual([['NEXUS__mqtt__username', 'other']]);
      const environment = { NEXUS_LOG_LEVEL_FILE: join(folder.path, 'nothing') };
      const { faults } = checkProject(FILES, [], { environment });
      expect(faults).toMatchObject([{ code: 'REF_FILE', file: 'NEXUS_LOG_LEVEL_FILE', path: 'log.level' }]);
    } finally {
      await folder.remove();
    }
  });

  it('have short names, and take the schemes of other clients for a broker', () => {
    const environment = { NEXUS_MQTT_BROKER: 'tcp://emqx:1883', NEXUS_PORT: '8480', NEXUS_MQTT_ENABLED: 'true' };
    expect(environmentOverrides(environment).map(({ value }) => value)).toEqual(['mqtt://emqx:1883', true, 8480]);
    for (const path of Object.values(SHORT_NAMES)) {
      const { faults } = checkProject(FILES, [], { environment: { [`NEXUS__${path.join('__')}`]: 'x' } });
      expect(
        faults.map(({ code }) => code),
        path.join('.'),
      ).not.toContain('UNKNOWN_KEY');
    }
  });

  it('that mean nothing are named', () => {
    const environment = {
      NEXUS_MODBUS_ENABLED: 'false',
      NEXUS_MQTT_BROKER_FILE: '/x',
      NEXUS_DATABASE_PASSWORD: 'p',
      HOME: '/',
    };
    expect(unknownVariables(environment)).toEqual(['NEXUS_MODBUS_ENABLED']);
  });

  it('hold no secret: a password is refused, and its text is not repeated', () => {
    const { faults } = checkProject(FILES, [], { environment: { NEXUS__mqtt__password: 'hunter2-in-clear' } });
    expect(faults).toMatchObject([{ code: 'INLINE_SECRET', file: 'NEXUS__mqtt__password' }]);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });
});
