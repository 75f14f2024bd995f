import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import { Open62541Peer, PLANT } from '../../testing/open62541-peer.ts';
import { SecureOpcUaPeer } from '../../testing/secure-opcua-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import { type CutSetup, heldBeside, itStandsCuts } from '../cut-conformance.ts';
import { Driven } from '../driven.ts';
import type { DriverManifest, DriverTag } from '../driver.ts';
import { opcua } from './manifest.ts';
import { pkiFolder } from './security/pki-folder.ts';
import { TrustList } from './security/trust-list.ts';

const TIMEOUT_MS = 400;
const TIMINGS = {
  request_timeout: `${TIMEOUT_MS}ms`,
  connect_timeout: '800ms',
  publishing_interval: '100ms',
  sampling_interval: '20ms',
};
const POLICIES = [
  ['Basic256Sha256', 'SignAndEncrypt'],
  ['Aes128_Sha256_RsaOaep', 'Sign'],
  ['Aes256_Sha256_RsaPss', 'SignAndEncrypt'],
] as const;

type Tags = Pick<CutSetup, 'still' | 'written' | 'rising'>;
type Place = Pick<FaultProxy, 'host' | 'port'>;

describe.skipIf(trixieMissing('open62541'))('OPC UA servers of others', () => {
  const lifetime = new Lifetime('cuts');
  afterAll(() => lifetime.dispose());

  /** @param given of the connection, beside where it is dialled. @param folder where certificates are kept */
  async function cutAt(
    name: string,
    times: number,
    peer: Place,
    given: object,
    tags: Tags,
    folder?: string,
  ): Promise<CutSetup> {
    const proxy = lifetime.add(await new FaultProxy(peer).listen());
    const endpoint = `opc.tcp://${peer.host}:${peer.port}`;
    const at = ({ host, port }: Place): Driven => {
      const driven = new Driven(opcua as DriverManifest, { ...TIMINGS, endpoint, host, port, ...given }, { folder });
      lifetime.defer(() => driven.close());
      return driven;
    };
    const beside = at(peer);
    const held = (): Promise<unknown> => heldBeside(beside, tags.written);
    return { peer: name, times, driven: at(proxy), proxy, timeoutMs: TIMEOUT_MS, held, ...tags };
  }

  async function plain(): Promise<CutSetup> {
    const peer = await Open62541Peer.start('counters=5', 'interval=100');
    lifetime.add(peer);
    const named = (name: string): DriverTag => ({ address: `${PLANT}s=${name}` });
    const still: CutSetup['still'] = [
      [named('double'), 0.1],
      [named('int64'), -9_007_199_254_740_993n],
      [named('string'), 'Ölpumpe 7 °C'],
      [named('array.int32[3]'), 40],
    ];
    const tags = { still, written: named('int32'), rising: named('counter.0') };
    return cutAt('open62541 without security', 2, peer, { allow_writes_unsecured: true }, tags);
  }

  async function secure(security_policy: string, security_mode: string): Promise<CutSetup> {
    const project = await mkdtemp(join(tmpdir(), 'nexus-ua-'));
    lifetime.defer(() => rm(project, { recursive: true }));
    const folder = join(project, '.nexus', 'drivers');
    await mkdir(folder, { recursive: true });
    const peer = await SecureOpcUaPeer.make();
    lifetime.add(peer);
    lifetime.defer(() => peer.stop());
    peer.identify();
    await peer.start();
    await new TrustList(pkiFolder(folder)).add(peer.certificate, 'trusted');
    const named = (name: string): DriverTag => ({ address: `ns=1;s=${name}` });
    const still: CutSetup['still'] = [
      [named('Line1.Speed'), Math.fround(8.4)],
      ...[1, 2, 3].map((value, i) => [named(`Line1.Speed.Shifts[${i}]`), value] as const),
    ];
    const tags = { still, written: named('setpoint'), rising: named('level') };
    const name = `open62541 with ${security_policy}, ${security_mode}`;
    return cutAt(name, 1, peer, { security_policy, security_mode }, tags, folder);
  }

  itStandsCuts(() => Promise.all([plain(), ...POLICIES.map(([policy, mode]) => secure(policy, mode))]));
});
