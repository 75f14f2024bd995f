import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IClientPublishOptions } from 'mqtt';
import { systemClock } from '../kernel/clock.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { IncomingCommand } from '../uns/commands/command-messages.ts';
import { Collector } from '../uns/publishing/collector.ts';
import {
  counterRow,
  type RunningPublisher,
  startLog,
  startPublisher,
  TEST_MQTT,
  until,
} from '../uns/publishing/log-and-publisher.ts';
import type { MosquittoProcess } from './mosquitto-process.ts';

/** What a client that sent a command reads. */
export interface Answer {
  readonly request_id: string | null;
  readonly device_id: string;
  readonly tag_id: string | null;
  readonly success: boolean;
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly value?: unknown;
  readonly timestamp: string;
  readonly duration_ms: number;
}

export interface InboxRig extends Disposable {
  readonly running: RunningPublisher;
  readonly commands: IncomingCommand[];
  readonly peer: Collector;
  readonly broker: MosquittoProcess;
  readonly answers: () => Answer[];
  /** Sends, and waits for one more answer. */
  readonly ask: (topic: string, body: string | Buffer, options?: IClientPublishOptions) => Promise<Answer>;
}

/** For tests: a gateway on a mosquitto of its own, with a number, a text and a switch, and a client of the broker that reads all answers. */
export async function startInbox(
  broker: MosquittoProcess,
  commands: Partial<typeof TEST_MQTT.commands> = {},
  version: '5' | '3.1.1' = '5',
): Promise<InboxRig> {
  const lifetime = new Lifetime('inbox rig');
  const folder = mkdtempSync(join(tmpdir(), 'nexus-inbox-'));
  lifetime.defer(() => rmSync(folder, { recursive: true }));
  lifetime.add(broker);
  await broker.start();
  const log = lifetime.add(await startLog(folder));
  const running = lifetime.add(
    await startPublisher(folder, log, {
      mqtt: { url: broker.url, version, commands: { ...TEST_MQTT.commands, enabled: true, ...commands } },
    }),
  );
  const text = { ...counterRow(2), tag: 'recipe', dataType: 'string' } as const;
  const lamp = { ...counterRow(3), tag: 'lamp', dataType: 'bool' } as const;
  running.publisher.tags([counterRow(1), text, lamp], true);
  const seen: IncomingCommand[] = [];
  lifetime.add(running.publisher.commands.on((command) => void seen.push(command)));
  const filters = ['nexus/cmd/response/#', '$nexus/cmd/response/#'];
  const peer = lifetime.add(await Collector.connect(broker.url, filters, { clientId: 'peer', protocolVersion: 5 }));
  await until(() => running.publisher.inbox?.state.kind === 'connected');
  // The subscription follows the connect; a command that comes back shows that it stands.
  await peer.client.publishAsync('nexus/cmd/device-1/lamp/set', 'true', { qos: 1 });
  for (let attempt = 0; seen.length === 0 && attempt < 100; attempt++) {
    await systemClock.sleep(50);
    if (attempt % 10 === 9) await peer.client.publishAsync('nexus/cmd/device-1/lamp/set', 'true', { qos: 1 });
  }
  const first = seen.splice(0)[0]!;
  running.publisher.answer(first.number, { success: true, status: 'DONE', error: null });
  await until(() => peer.seen.length > 0);
  peer.seen.splice(0);
  const answers = (): Answer[] => peer.seen.map(({ text: body }) => JSON.parse(body) as Answer);
  const ask: InboxRig['ask'] = async (topic, body, options = {}) => {
    const count = peer.seen.length + 1;
    await peer.client.publishAsync(topic, body, { qos: 1, ...options });
    await until(() => peer.seen.length >= count);
    return answers().at(-1)!;
  };
  return { running, commands: seen, peer, broker, answers, ask, dispose: () => lifetime.dispose() };
}

export const WRITE = 'nexus/cmd/device-1/write';

/** A body for `WRITE`. */
export const writeBody = (fields: object): string => JSON.stringify({ tag_id: 'tag-1', value: 1, ...fields });
