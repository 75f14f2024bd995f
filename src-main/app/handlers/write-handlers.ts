import { createHash, randomUUID } from 'node:crypto';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { WriteReceipt } from '../../../src-shared/contract/writes.ts';
import type { ArmedScope } from '../../commands/arming.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';

/** Writes from windows and scripts: the same door as commands over MQTT, but armed first. */
export function writeHandlers({ clock, plant, writes }: EngineParts): NexusHandlers<Call>['writes'] {
  const { commands, arming, journal } = writes;
  return {
    write: (input, call) =>
      commands.execute({
        requestId: input.request_id ?? randomUUID(),
        device: input.device_id,
        tag: input.tag_id,
        value: input.value,
        expect: input.expect,
        verify: input.verify,
        tsUs: input.ts === undefined ? undefined : Date.parse(input.ts) * 1_000,
        ttlMs: input.ttl_ms,
        reason: input.reason,
        receivedUs: clock.wallUs(),
        actor: { name: call.session, via: call.via, session: call.session },
        hash: hashOf([input.device_id, input.tag_id, input.value, input.expect, input.verify]),
      }),
    arm: ({ device_id, reason }, call) => {
      if (device_id !== undefined) plant.directory.device(device_id);
      return armedView(arming.arm(call.session, device_id, reason));
    },
    disarm: (_input, call) => ({ disarmed: arming.disarm(call.session) }),
    state: (_input, call) => {
      const { running, waiting, settled } = commands.counts;
      return {
        armed: arming.scopes(call.session).map(armedView),
        remote: writes.remote,
        running,
        waiting,
        settled: { ...settled },
      };
    },
    recent: ({ limit }) => journal.recent(limit).map(({ receipt, ...about }) => ({ ...receipt, ...about })),
    settled: (_call, signal) =>
      eventStream<WriteReceipt>(
        (listener) => commands.settled.on(({ receipt }) => listener(receipt)),
        signal,
        undefined,
        1_000,
      ),
  };
}

/** What was asked for, so that the same id with another command is found out. */
function hashOf(asked: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}

function armedView({ device, untilUs, reason }: ArmedScope) {
  return { device_id: device ?? null, until: new Date(untilUs / 1_000).toISOString(), reason };
}
