import { afterAll, describe } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { FaultProxy } from '../../testing/fault-proxy.ts';
import { PythonSnap7Peer, pythonSnap7Missing } from '../../testing/python-snap7.ts';
import { Snap7Peer } from '../../testing/snap7-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import { type CutSetup, heldBeside, itStandsCuts } from '../cut-conformance.ts';
import { Driven } from '../driven.ts';
import type { DriverManifest } from '../driver.ts';
import { s7 } from './manifest.ts';

const TIMEOUT_MS = 250;

describe.skipIf((trixieMissing('snap7') ?? pythonSnap7Missing()) !== undefined)('S7 CPUs of others', () => {
  const lifetime = new Lifetime('cuts');
  afterAll(() => lifetime.dispose());

  function given(port: number): Driven {
    const connection = { host: '127.0.0.1', port, request_timeout: `${TIMEOUT_MS}ms`, connect_timeout: '500ms' };
    const driven = new Driven(s7 as DriverManifest, connection);
    lifetime.defer(() => driven.close());
    return driven;
  }

  async function snap7(): Promise<CutSetup> {
    const peer = await Snap7Peer.start(240);
    lifetime.add(peer);
    const proxy = lifetime.add(await new FaultProxy(peer).listen());
    // More than one message carries.
    const words = Array.from({ length: 200 }, (_, i) => (i * 257) & 0x7fff);
    await peer.poke('DB1', 0, words.map((word) => word.toString(16).padStart(4, '0')).join(''));
    return {
      peer: 'snap7',
      times: 3,
      driven: given(proxy.port),
      proxy,
      timeoutMs: TIMEOUT_MS,
      still: words.map((word, i) => [{ address: `DB1.DBW${i * 2}` }, word]),
      written: { address: 'DB1.DBW1000' },
      held: async () => Number.parseInt(await peer.peek('DB1', 1_000, 2), 16),
    };
  }

  async function pythonSnap7(): Promise<CutSetup> {
    const peer = lifetime.add(await PythonSnap7Peer.start());
    const proxy = lifetime.add(await new FaultProxy(peer).listen());
    const beside = given(peer.port);
    const written = { address: 'DB2.DBW0' };
    return {
      peer: 'python-snap7',
      times: 3,
      driven: given(proxy.port),
      proxy,
      timeoutMs: TIMEOUT_MS,
      still: Array.from({ length: 100 }, (_, i) => [{ address: `DB1.DBB${i}` }, i]),
      written,
      held: () => heldBeside(beside, written),
    };
  }

  itStandsCuts(() => Promise.all([snap7(), pythonSnap7()]));
});
