import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';
import { bytesOf, ScriptedPeer } from './scripted-peer.ts';
import frames from './testdata/write-frames.json' with { type: 'json' };

interface WriteFrame {
  readonly name: string;
  readonly tag: string;
  readonly value: number | boolean | string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The one request that may be seen. */
  readonly request: string;
  readonly reply: readonly string[];
  readonly end?: 'fin' | 'rst';
  /** Absent: the write is confirmed. */
  readonly error?: ErrorCode;
  readonly text?: string;
  readonly has?: string;
}

const never = new AbortController().signal;
let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('write frames');
});
afterEach(() => lifetime.dispose());

// Every frame is data: the request as it has to look, what comes back, and the outcome that must be told. The right
// ones are those of MODBUS Application Protocol V1.1b3; the wrong ones P1–P6 of reliability-and-security.md 5.
describe('a write on the wire', () => {
  it.each(frames as readonly WriteFrame[])('$name', async (frame) => {
    const { request, reply, end, tag, value, settings } = frame;
    const peer = lifetime.add(await new ScriptedPeer({ exchanges: [{ request, reply }], end }).listen());
    const connection = { host: '127.0.0.1', port: peer.port, request_timeout: '200ms', ...settings };
    const driver = modbusTcp.create(ModbusTcpConnection.parse(connection), { clock: systemClock });
    lifetime.defer(() => driver.close());
    await driver.open(never);
    const error = await driver.write({ address: tag }, value, never).catch((reason: NexusError) => reason);
    expect(error?.code).toBe(frame.error);
    if (frame.text !== undefined) expect(error?.text).toBe(frame.text);
    if (frame.has !== undefined) expect(error?.text).toContain(frame.has);
    const isOpen = frame.error === undefined || frame.error === 'NX_DRIVER_REJECTED';
    const abort = new AbortController();
    const next = driver.write({ address: 'C9' }, true, abort.signal).catch((reason: NexusError) => reason.code);
    // The next write goes out on a link that stands, and says that nothing was sent on one that was closed.
    await expect.poll(() => peer.asked.length).toBe(isOpen ? 2 : 1);
    abort.abort();
    expect(await next).toBe(isOpen ? 'NX_DRIVER_UNKNOWN_OUTCOME' : 'NX_DRIVER_DISCONNECTED');
    expect(peer.asked[0]).toBe(bytesOf(request).toString('hex').toUpperCase());
  });
});
