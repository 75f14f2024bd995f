import { connect as dial } from 'node:net';
import mqtt from 'mqtt';
import { freePort } from '../../../../src-main/testing/free-port.ts';
import { randomFrom } from '../../../../src-main/testing/random-from.ts';
import { EmbeddedBroker } from '../../../../src-main/uns/broker/embedded-broker.ts';
import { packet, text16 } from '../../../../src-main/uns/publishing/scripted-broker.ts';
import type { FrameTally } from './frame-tally.ts';
import { mqttFrame } from './mqtt-mutators.ts';

const LANES = 8;
const STEP_SEED = 7_919;
const ANSWER_MS = 10_000;
/** A frame that announces more than it has is waited for; the broker ends it by its own deadlines. */
const WAIT_MS = 150;
const PROBE_EVERY = 250;
const PINGREQ = packet(0xc0);
const PINGRESP = 0xd0;

/** Clients that say what none may, to the broker of the product; a sound one is served all the while. */
export async function rogueClient(tally: FrameTally, seed: number, steps: number): Promise<void> {
  const port = await freePort();
  const broker = await EmbeddedBroker.listen(port);
  const sound = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: 'sound' });
  const heard = new Set<string>();
  sound.on('message', (_topic, payload) => heard.add(payload.toString()));
  await sound.subscribeAsync('sound/#', { qos: 1 });
  const probe = async (text: string): Promise<void> => {
    const untilMs = performance.now() + ANSWER_MS;
    sound.publish('sound/probe', text, { qos: 1 });
    while (!heard.has(text) && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 5));
    if (!heard.has(text)) tally.fault('no answer', `the sound client after ${text}`);
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < steps) {
      const step = next++;
      const random = randomFrom((seed + step * STEP_SEED) | 0);
      const order = { isVersion5: random(4) === 0, topic: 'rogue/topic', payload: Buffer.from('{"value":1}'), random };
      const { name, frame } = mqttFrame(order);
      tally.begin(`broker: ${name}`, `--seed ${seed}, step ${step}`, frame);
      const greeting = greet(order.isVersion5, step, random(8) === 0 ? random : undefined);
      tally.end(await oneClient(port, Buffer.concat([greeting, frame])));
      if (step % PROBE_EVERY === 0) await probe(`step ${step}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await probe('the end');
  // Those that were cut leave nothing behind.
  for (let wait = 0; wait < 200 && broker.counts.clients > 1; wait++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  if (broker.counts.clients !== 1) tally.fault('no answer', `${broker.counts.clients} clients are left, 1 is there`);
  await sound.endAsync(true);
  await broker.dispose();
}

/** A CONNECT; with `random` one whose fields are changed: a will on any topic, protocols of no name, ids of any length. */
function greet(isVersion5: boolean, step: number, random: ((below: number) => number) | undefined): Buffer {
  const version = isVersion5 ? 5 : 4;
  const none = isVersion5 ? [0] : [];
  if (!random) return packet(0x10, text16('MQTT'), [version, 2, 0, 30], none, text16(`rogue-${step}`));
  const name = ['MQTT', 'MQIsdp', 'mqtt', '', '\0'][random(5)]!;
  const flags = random(256);
  const will =
    (flags & 4) !== 0 ? [...none, ...text16(['#', '$SYS/x', 'will', ''][random(4)]!), ...text16('gone')] : [];
  return packet(
    0x10,
    text16(name),
    [random(8), flags, random(256), random(256)],
    none,
    text16('x'.repeat(random(300))),
    will,
  );
}

function oneClient(port: number, bytes: Buffer): Promise<'refused' | 'taken as it may be' | 'waits for more'> {
  return new Promise((resolve) => {
    const socket = dial(port, '127.0.0.1', () => {
      socket.write(bytes);
      socket.write(PINGREQ);
    });
    let last: number | undefined;
    const end = (fate: 'refused' | 'taken as it may be' | 'waits for more'): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(fate);
    };
    const timer = setTimeout(() => end('waits for more'), WAIT_MS);
    socket.on('data', (chunk) => {
      for (let at = 0; at < chunk.length; at++) {
        if (last === PINGRESP && chunk[at] === 0) end('taken as it may be');
        last = chunk[at];
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => end('refused'));
  });
}
