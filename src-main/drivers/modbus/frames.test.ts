import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { ReadingColumns } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';
import { bytesOf, type Exchange, ScriptedPeer } from './scripted-peer.ts';
import frames from './testdata/frames.json' with { type: 'json' };

interface Frame {
  readonly name: string;
  readonly tags: readonly string[];
  readonly exchanges: readonly Exchange[];
  readonly polls?: number;
  readonly hello?: string;
  readonly gapMs?: number;
  readonly end?: 'fin' | 'rst';
  /** null is NaN. */
  readonly values?: readonly (number | null)[];
  readonly status?: keyof typeof STATUS;
  readonly error?: ErrorCode;
}

const REQUEST_TIMEOUT_MS = 200;
let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('frames');
});
afterEach(() => lifetime.dispose());

async function play(frame: Frame) {
  const peer = lifetime.add(await new ScriptedPeer(frame).listen());
  const settings = { host: '127.0.0.1', port: peer.port, request_timeout: `${REQUEST_TIMEOUT_MS}ms` };
  const driver = modbusTcp.create(ModbusTcpConnection.parse(settings), { clock: systemClock });
  lifetime.defer(() => driver.close());
  const never = new AbortController().signal;
  await driver.open(never);
  // What the peer says unasked has to arrive before the question.
  if (frame.hello !== undefined) await systemClock.sleep(20);
  const plan = driver.plan(frame.tags.map((address) => ({ address })));
  const count = frame.tags.length;
  const into: ReadingColumns = {
    timeUs: new Float64Array(count),
    value: new Float64Array(count),
    status: new Uint32Array(count),
    cells: [],
  };
  const startMs = performance.now();
  let error: { readonly code: string } | undefined;
  for (let poll = 0; poll < (frame.polls ?? 1) && !error; poll++) {
    await driver.read(plan, into, never).catch((reason: { readonly code: string }) => (error = reason));
  }
  return { peer, driver, plan, into, error, tookMs: performance.now() - startMs, never };
}

// Every frame is data: a request as it has to look, the reply to it, and what must come of it. The examples are those
// of MODBUS Application Protocol V1.1b3; P1–P7 are the bad inputs of reliability-and-security.md 5.
describe('frames on the wire', () => {
  it.each(frames as readonly Frame[])('$name', async (frame) => {
    const { peer, driver, plan, into, error, tookMs, never } = await play(frame);
    const expected = frame.exchanges.map((exchange) => bytesOf(exchange.request).toString('hex').toUpperCase());
    expect(peer.asked).toEqual(frame.hello === undefined ? expected : []);
    expect(error?.code).toBe(frame.error);
    expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + 150);
    if (frame.error !== undefined) {
      // The link is gone: nothing that comes later can be taken for an answer.
      await expect(driver.read(plan, into, never)).rejects.toMatchObject({ name: 'NexusError' });
      return;
    }
    expect([...into.value]).toEqual(frame.values!.map((value) => value ?? Number.NaN));
    expect(new Set(into.status)).toEqual(new Set([STATUS[frame.status ?? 'Good']]));
  });
});
