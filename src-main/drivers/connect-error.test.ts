import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { connectError, connectTimeoutError } from './connect-error.ts';
import { tcpClient } from './modbus/tcp-client.ts';

const peer = { host: 'plc-boiler', port: 502, connectTimeoutMs: 3_000, service: 'Modbus TCP' };

function withCode(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

describe('a connection that does not come about', () => {
  // ux.md 2.9, net.*: subject, value seen, fact, next step, and the system's word last.
  it.each([
    [
      'ENOTFOUND',
      'NX_NET_DNS',
      `Host name “plc-boiler” was not found by DNS on ${hostname()}. Use the IP address or ask IT for a DNS entry. (ENOTFOUND)`,
    ],
    [
      'EAI_AGAIN',
      'NX_NET_DNS',
      `Host name “plc-boiler” was not found by DNS on ${hostname()}. Use the IP address or ask IT for a DNS entry. (EAI_AGAIN)`,
    ],
    [
      'ECONNREFUSED',
      'NX_NET_REFUSED',
      'plc-boiler answered but refused port 502. Check the port and that Modbus TCP is enabled on the device. (ECONNREFUSED)',
    ],
    [
      'ETIMEDOUT',
      'NX_NET_TIMEOUT',
      'No answer from plc-boiler:502 within 3 s. Check power, cable, address and firewall. (ETIMEDOUT)',
    ],
    [
      'EHOSTUNREACH',
      'NX_NET_UNREACHABLE',
      `There is no way to plc-boiler:502 from ${hostname()}. Check the network, the address and the gateway of this computer. (EHOSTUNREACH)`,
    ],
    [
      'ENETUNREACH',
      'NX_NET_UNREACHABLE',
      `There is no way to plc-boiler:502 from ${hostname()}. Check the network, the address and the gateway of this computer. (ENETUNREACH)`,
    ],
  ])('%s is %s', (system, code, text) => {
    const cause = withCode(system);
    expect(connectError(cause, peer)).toMatchObject({ code, text, cause });
  });

  it('within its time names that time', () => {
    const { service: _, ...context } = peer;
    expect(connectTimeoutError(peer).context).toEqual(context);
  });

  it('for want of DNS is told as such by the real resolver', async () => {
    // RFC 6761: names under .invalid never resolve. Without any network the resolver says EAI_AGAIN.
    const client = tcpClient({ host: 'plc.invalid', port: 502 }, systemClock);
    await expect(client.open(new AbortController().signal, 9_000)).rejects.toMatchObject({ code: 'NX_NET_DNS' });
  });
});
