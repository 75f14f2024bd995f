import { describe, expect, it } from 'vitest';
import { dialUrl, OpcUaConnection, sessionKey } from './connection.ts';
import { recogniseOpcUa } from './recognise.ts';

const at = (fields: object): OpcUaConnection =>
  OpcUaConnection.parse({ endpoint: 'opc.tcp://plc7:4840/ua', ...fields });

describe('the connection of an OPC UA device', () => {
  it('subscribes every half second without security unless it says otherwise', () => {
    expect(at({})).toMatchObject({
      mode: 'subscribe',
      security_mode: 'None',
      user: 'anonymous',
      publishing_interval: '500ms',
      sampling_interval: '250ms',
      queue_size: 10,
      deadband: 'none',
      request_timeout: '5s',
      connect_timeout: '15s',
      allow_writes_unsecured: false,
    });
  });

  it('dials the endpoint, or the host and port that take its place', () => {
    expect(dialUrl(at({}))).toBe('opc.tcp://plc7:4840/ua');
    expect(dialUrl(at({ endpoint: 'opc.tcp://plc7' }))).toBe('opc.tcp://plc7:4840');
    expect(dialUrl(at({ host: '10.0.0.7' }))).toBe('opc.tcp://10.0.0.7:4840/ua');
    expect(dialUrl(at({ host: '127.0.0.1', port: 48_400 }))).toBe('opc.tcp://127.0.0.1:48400/ua');
    expect(dialUrl(at({ endpoint: 'opc.tcp://[fe80::1]:4841/' }))).toBe('opc.tcp://[fe80::1]:4841');
  });

  it.each([
    'plc7:4840',
    'opc.https://plc7',
    'opc.tcp://',
    'opc.tcp://a b',
    'opc.tcp://plc7:0',
    'opc.tcp://u:p@plc7',
    'opc.tcp://1.2.3',
  ])('refuses %s as an endpoint', (endpoint) => {
    const { error } = OpcUaConnection.safeParse({ endpoint });
    expect(error?.issues[0]?.message).toContain(`“${endpoint}” is not the address of an OPC UA server`);
  });

  it('never takes a password in the file', () => {
    const { error } = OpcUaConnection.safeParse({ endpoint: 'opc.tcp://plc7', password: 'hunter2' });
    expect(error?.issues[0]?.message).toBe(
      'A secret does not stand in a project. Write { secret: NAME }, { env: NAME } or { file: path } that holds it.',
    );
  });

  it('shares a session only with devices of the same server, security and user', () => {
    const key = sessionKey(at({}));
    expect(sessionKey(at({ endpoint: 'OPC.TCP://PLC7:4840/ua', request_timeout: '1s', mode: 'poll' }))).toBe(key);
    const others = [
      at({ port: 4_841 }),
      at({ security_mode: 'Sign' }),
      at({ user: 'name', user_name: 'ann', password: { env: 'A' } }),
      at({ user: 'name', user_name: 'bob', password: { env: 'A' } }),
      at({ user: 'name', user_name: 'bob', password: { env: 'B' } }),
    ].map(sessionKey);
    expect(new Set([key, ...others]).size).toBe(6);
  });

  it('recognises a pasted endpoint and nothing else', () => {
    expect(recogniseOpcUa(' opc.tcp://plc7:4840 ')).toEqual({ endpoint: 'opc.tcp://plc7:4840' });
    expect(recogniseOpcUa('192.168.1.10:4840')).toBeUndefined();
    expect(recogniseOpcUa('opc.tcp://plc7:99999')).toBeUndefined();
  });
});
