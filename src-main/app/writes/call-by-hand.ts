import { randomUUID } from 'node:crypto';
import type { CallReceipt } from '../../../src-shared/contract/browse.ts';
import type { CallOutcome } from '../../acquisition/call-method.ts';
import type { ArmingActor } from '../../commands/arming.ts';
import type { CallEntry } from '../../commands/call-entry.ts';
import type { MethodOrder } from '../../drivers/browsed-node.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Plant } from '../plant.ts';
import type { WriteDoor } from './write-door.ts';

/** How long a method may take, from when it is sent for. */
const BUDGET_MS = 30_000;

export interface HandCalling {
  readonly clock: Clock;
  readonly plant: Plant;
  readonly writes: Pick<WriteDoor, 'arming' | 'journal'>;
  readonly actor: ArmingActor;
  /** Undefined: that of the arming. */
  readonly reason: string | undefined;
}

type Order = MethodOrder & { readonly device: string };

/**
 * Calls a method of a device behind the arming of writes. That it is called is on the medium before anything is sent, and its
 * end before it is told. Never sent twice. @throws NexusError NX_NOT_FOUND for a device that is not there, and what the
 * journal throws: nothing was sent.
 */
export async function callByHand(parts: HandCalling, order: Order): Promise<CallReceipt> {
  const { clock, plant, writes, actor } = parts;
  const { device } = plant.directory.device(order.device);
  const startedMs = clock.monoMs();
  const scopes = writes.arming.scopes(actor.session);
  const scope = scopes.find((one) => one.device === undefined || one.device === order.device);
  const entry: CallEntry = {
    id: randomUUID(),
    atUs: clock.wallUs(),
    ...order,
    actor: actor.name,
    via: actor.via,
    reason: parts.reason ?? scope?.reason ?? '',
    outcome: 'begun',
    text: '',
  };
  const settled = async (end: End): Promise<CallReceipt> => {
    const text = end.error?.message ?? end.outputs.map(({ name, text: value }) => `${name} ${value}`).join(', ');
    await writes.journal.call({ ...entry, outcome: OUTCOMES[end.status], text });
    return {
      request_id: entry.id,
      device_id: order.device,
      success: end.status === 'DONE',
      ...end,
      timestamp: new Date(clock.wallUs() / 1_000).toISOString(),
      duration_ms: clock.monoMs() - startedMs,
    };
  };
  const name = device.name ?? device.id;
  if (!scope)
    return await settled(rejected('NOT_ARMED', `Writes are disarmed. Arm ${name} first (F8). Nothing was called.`));
  if (!device.enabled) return await settled(rejected('DEVICE_DOWN', `${name} is disabled. Nothing was called.`));
  await writes.journal.call(entry);
  return await settled(endOf(await plant.call({ ...order, budgetMs: BUDGET_MS })));
}

type End = { -readonly [Key in 'status' | 'error' | 'outputs']: CallReceipt[Key] };

const OUTCOMES = { DONE: 'done', REJECTED: 'refused', FAILED: 'failed', UNKNOWN: 'unknown' } as const;

const rejected = (code: string, message: string): End => ({
  status: 'REJECTED',
  error: { code, message },
  outputs: [],
});

function endOf(outcome: CallOutcome): End {
  switch (outcome.kind) {
    case 'done':
      return { status: 'DONE', error: null, outputs: [...outcome.outputs] };
    case 'failed':
      return { status: 'FAILED', error: { code: outcome.code, message: outcome.text }, outputs: [] };
    case 'unknown':
      return { status: 'UNKNOWN', error: { code: 'NX_DRIVER_UNKNOWN_OUTCOME', message: outcome.text }, outputs: [] };
    case 'down':
      return rejected('DEVICE_DOWN', outcome.text);
  }
}
