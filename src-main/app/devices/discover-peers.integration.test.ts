import { afterEach, expect, it } from 'vitest';
import type { DiscoveryEvent, FoundPeer } from '../../../src-shared/contract/discovery.ts';
import { ProbeThreads } from '../../acquisition/probe-threads.ts';
import { modbusTcp } from '../../drivers/modbus/manifest.ts';
import { s7 } from '../../drivers/s7/manifest.ts';
import { surroundingsOf } from '../../entry/surroundings.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { createLogger } from '../../kernel/logger.ts';
import type { EngineParts } from '../engine-parts.ts';
import { discoverPeers } from './discover-peers.ts';

const { hosts } = surroundingsOf(new URL('../../entry/headless-main.ts', import.meta.url).href);
const never = new AbortController().signal;
let lifetime = new Lifetime('discovery');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('discovery');
});

/** A project without settings, and the threads that ask. */
function givenParts(): Pick<EngineParts, 'probes' | 'editor'> {
  const probes = lifetime.add(
    new ProbeThreads({ url: hosts.probe, clock: systemClock, logger: createLogger('error') }),
  );
  const editor = { current: { project: { config: undefined } } } as unknown as EngineParts['editor'];
  return { probes, editor };
}

/** Twins of a meter and of a CPU in slot 2, on ports of their own. */
async function givenPeers(): Promise<{ readonly meter: number; readonly cpu: number }> {
  const value = (): number => 1;
  const common = { value, clock: systemClock, port: 0 };
  const unit = modbusTcp.connection.parse({ host: '127.0.0.1' }) as never;
  const meter = await modbusTcp.simulate({ connection: unit, tags: [{ address: 'HR0:uint16' }], ...common });
  const place = s7.connection.parse({ host: '127.0.0.1', slot: 2 }) as never;
  const cpu = await s7.simulate({ connection: place, tags: [{ address: 'DB1.DBW0' }], ...common });
  lifetime.defer(() => meter.close());
  lifetime.defer(() => cpu.close());
  return { meter: meter.port, cpu: cpu.port };
}

it('what answers in a range is found and asked who it is, and nothing else is told', async () => {
  const { meter, cpu } = await givenPeers();
  const sought = [
    { protocol: 'modbus-tcp', port: meter },
    { protocol: 's7', port: cpu },
  ];
  const events: DiscoveryEvent[] = [];
  for await (const event of discoverPeers(givenParts(), { range: '127.0.0.0/28', sought }, never)) events.push(event);
  const found = events.flatMap((event) => (event.type === 'found' ? [event.peer] : []));
  const at = (port: number): FoundPeer | undefined => found.find((peer) => peer.port === port);
  expect(found).toHaveLength(2);
  expect(at(meter)).toMatchObject({ host: '127.0.0.1', protocol: 'modbus-tcp', state: 'device' });
  expect(at(cpu)).toMatchObject({ host: '127.0.0.1', protocol: 's7' });
  // It is not where one would look first, and what reads it says so.
  expect(at(cpu)!.connection).toMatchObject({ host: '127.0.0.1', port: cpu, rack: 0, slot: 2 });
  expect(events.at(0)).toEqual({ type: 'progress', done: 0, total: 28 });
  expect(events).toContainEqual({ type: 'progress', done: 28, total: 28 });
});

it('a search that is stopped ends, whatever was not tried yet', async () => {
  const stop = new AbortController();
  const sought = [{ protocol: 'modbus-tcp', port: 1 }];
  const events: DiscoveryEvent[] = [];
  for await (const event of discoverPeers(givenParts(), { range: '127.0.0.0/20', sought }, stop.signal)) {
    events.push(event);
    if (event.type === 'progress' && event.done > 0) stop.abort();
  }
  expect(events.length).toBeLessThan(200);
});

it.each([
  ['10.0.0.0/19', '10.0.0.0/19 has 8,190 addresses, and a search takes 4,096 at most (a /20). Nothing was sent.'],
  ['plc7', '“plc7” is no range of addresses. Write one like 192.168.1.0/24.'],
])('%s is refused before anything is sent', (range, text) => {
  const wish = { range, sought: [{ protocol: 'modbus-tcp', port: 502 }] };
  expect(() => discoverPeers(givenParts(), wish, never)).toThrow(text);
});
