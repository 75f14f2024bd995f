import { createHash, randomUUID } from 'node:crypto';
import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { Armed, SettledReceipt, WriteEntry } from '../../../src-shared/contract/writes.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { ArmedScope, ArmingActor } from '../../commands/arming.ts';
import type { Actor, SettledWrite } from '../../commands/write-command.ts';
import type { JournalEntry } from '../../commands/write-journal.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { identityView } from '../tags/identity-view.ts';
import { previewWrite } from '../writes/preview-write.ts';

/** Writes from windows and scripts: the same door as commands over MQTT, but armed first. */
export function writeHandlers(parts: EngineParts): NexusHandlers<Call>['writes'] {
  const { access, clock, plant, writes } = parts;
  const { commands, pulses, arming, journal } = writes;
  return {
    preview: ({ device_id: device, tag_id: tag, value }, call) => {
      const asked = { device, tag, value, requestId: 'preview', verify: false, hash: '' };
      return previewWrite(parts, { ...asked, receivedUs: clock.wallUs(), actor: writerOf(call, writes.remote) });
    },
    pulse: ({ device_id: device, tag_id: tag, width_ms: width, request_id, ...input }, call) =>
      pulses.pulse(
        {
          ...{ device, tag, requestId: request_id ?? randomUUID(), confirm: input.confirm, reason: input.reason },
          receivedUs: clock.wallUs(),
          actor: writerOf(call, writes.remote),
          hash: hashOf([device, tag, 'pulse', width]),
        },
        width,
      ),
    write: (input, call) =>
      commands.execute({
        requestId: input.request_id ?? randomUUID(),
        device: input.device_id,
        tag: input.tag_id,
        value: input.value,
        expect: input.expect,
        confirm: input.confirm,
        verify: input.verify,
        tsUs: input.ts === undefined ? undefined : Date.parse(input.ts) * 1_000,
        ttlMs: input.ttl_ms,
        reason: input.reason,
        receivedUs: clock.wallUs(),
        actor: writerOf(call, writes.remote),
        hash: hashOf([input.device_id, input.tag_id, input.value, input.expect, input.verify]),
      }),
    arm: async ({ device_id, reason, minutes, password }, call) => {
      if (call.identity.kind === 'key')
        throw new NexusError('NX_ACCESS_FORBIDDEN', 'A key is not armed: it writes while remote writes are on.');
      if (call.identity.kind === 'user') await access.proveToArm(call.session, password, call.ip ?? '');
      if (device_id !== undefined) plant.directory.device(device_id);
      return armedView(await arming.arm(actorOf(call), device_id, reason, minutes));
    },
    disarm: async ({ device_id, cause }, call) => {
      const disarmed = arming.disarm(call.session, cause, device_id);
      await arming.recorded();
      return { disarmed };
    },
    state: (_input, call) => {
      const { running, waiting, settled } = commands.counts;
      return {
        armed: arming.scopes(call.session).map(armedView),
        most_minutes: arming.mostMinutes,
        remote: writes.remote,
        running,
        waiting,
        settled: { ...settled },
      };
    },
    recent: ({ limit }) => journal.recent(limit).map(settledView),
    journal: ({ limit }) => journal.entries(limit).map(entryView),
    settled: (_call, signal) =>
      eventStream<SettledReceipt>(
        (listener) => commands.settled.on((settled) => listener(settledView(settled))),
        signal,
        undefined,
        KEPT_EVENTS,
      ),
    journalled: (_call, signal) =>
      eventStream<WriteEntry>(
        (listener) => journal.made.on((entry) => listener(entryView(entry))),
        signal,
        undefined,
        KEPT_EVENTS,
      ),
    arming: ({ session }, signal) => {
      const armed = (): { armed: Armed[] } => ({ armed: arming.scopes(session).map(armedView) });
      return eventStream(
        (listener) => arming.changed.on((who) => who === session && listener(armed())),
        signal,
        armed(),
      );
    },
  };
}

/** Entries that a slow reader may be behind. */
const KEPT_EVENTS = 1_000;

/** The person as screens name him. */
export const actorOf = (call: Call): ArmingActor => ({
  name: identityView(call).name,
  via: call.via,
  session: call.session,
});

/** Who writes: a person at an armed session, or a key, for which remote writes must be on as for a client of the broker. */
function writerOf(call: Call, remote: boolean): Actor {
  const actor = actorOf(call);
  if (call.identity.kind !== 'key') return actor;
  if (!remote) {
    const text =
      'Remote writes are off, and a key writes only while they are on (mqtt.commands.enabled). Nothing was sent.';
    throw new NexusError('NX_ACCESS_FORBIDDEN', text);
  }
  return { ...actor, session: undefined };
}

/** What was asked for, so that the same id with another command is found out. */
function hashOf(asked: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}

function armedView({ device, untilUs, reason }: ArmedScope): Armed {
  return { device_id: device ?? null, until: isoOf(untilUs), reason };
}

const settledView = ({ receipt, actor, via, reason }: SettledWrite): SettledReceipt => ({
  ...receipt,
  actor,
  via,
  reason,
});

function entryView(entry: JournalEntry): WriteEntry {
  if (entry.kind === 'end') return { kind: 'write', ...settledView(entry.settled) };
  if (entry.kind === 'publish') {
    const { topic, bytes, qos, retain, outcome, ...who } = entry.publish;
    const by = { actor: who.actor, via: who.via, reason: who.reason, timestamp: isoOf(who.atUs) };
    // What was only begun is never listed.
    return { kind: 'published', ...by, topic, bytes, qos, retain, outcome: outcome === 'begun' ? 'unknown' : outcome };
  }
  if (entry.kind === 'call') {
    const { id: _id, atUs, device, inputs, outcome, ...facts } = entry.call;
    const ended = outcome === 'begun' ? 'unknown' : outcome;
    return {
      kind: 'called',
      ...facts,
      device_id: device,
      inputs: [...inputs],
      outcome: ended,
      timestamp: isoOf(atUs),
    };
  }
  const { atUs, device, actor, via, reason, what } = entry.arming;
  const facts = { device_id: device, actor, via, reason, timestamp: isoOf(atUs) };
  return what.kind === 'armed' ? { kind: 'armed', ...facts, until: isoOf(what.untilUs) } : { ...what, ...facts };
}

const isoOf = (timeUs: number): string => new Date(timeUs / 1_000).toISOString();
