import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { GatewayPeer } from '../../drivers/modbus/gateway-peer.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { killAtRandom } from '../../testing/counting-plant.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess } from '../../testing/mosquitto-process.ts';
import { MqttProbe } from '../../testing/mqtt-probe.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { randomFrom } from '../../testing/random-from.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

const IDS = 7_000;
const COMMANDS = 10_000;
const TAGS = 10;
/** Sent at once; then there is a pause, as a device is no faster. */
const PORTION = 25;
const PAUSE_MS = 100;
const LIVES_MS = { atLeast: 1_500, atMost: 6_000 };
const SEED = Date.now();

let lifetime = new Lifetime('commands and kills');
afterEach(() => lifetime.dispose());

/** Which id a write frame carries out: each id is a register and a value that no other has. */
const idOf = (pdu: Buffer): number => (pdu.readUInt16BE(3) - 1) * TAGS + pdu.readUInt16BE(1);

/** 10,000 commands, of which 3,000 repeat an earlier id, some long after it. */
function givenOrder(): number[] {
  const random = randomFrom(SEED);
  const order: number[] = [];
  for (let id = 0, repeats = COMMANDS - IDS; order.length < COMMANDS; ) {
    const isRepeat = id === IDS || (id > 0 && random(COMMANDS - order.length) < repeats);
    if (isRepeat) repeats--;
    order.push(isRepeat ? Math.max(0, id - 1 - random(random(2) === 0 ? 3 : 2_000)) : id++);
  }
  return order;
}

// Reliability reference 3.8: at most one execution per id, whatever is killed when.
it('10,000 commands, 3,000 of them repeated, through kills: no id is executed twice, and none without an intent', async () => {
  lifetime = new Lifetime('commands and kills');
  const tags = Array.from({ length: TAGS }, (_, register) => ({
    address: `HR${register}`,
    dataType: 'uint16' as const,
  }));
  const device = lifetime.add(await new GatewayPeer([1], tags).listen());
  const broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.stop());
  const rows = tags.map(
    ({ address }, n) => `  - { id: w${n}, address: ${address}, data_type: uint16, access: read_write }`,
  );
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Kills }
access: { login: off }
log: { level: error }
mqtt: { enabled: true, url: "${broker.url}", retry: 1s, commands: { enabled: true } }
`,
    'devices/plc-1.yaml': `id: plc-1
protocol: modbus-tcp
uns_prefix: acme/plc-1
poll_interval: 1s
connection: { host: 127.0.0.1, port: ${device.port}, unit_id: 1 }
tags:
${rows.join('\n')}
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  const probe = lifetime.add(await MqttProbe.connect(broker.url));
  await probe.subscribe('nexus/cmd/response/#');

  const order = givenOrder();
  const send = async (): Promise<void> => {
    for (let sent = 0; sent < COMMANDS; sent += PORTION) {
      await Promise.all(
        order.slice(sent, sent + PORTION).map((id) =>
          probe.publish('nexus/cmd/plc-1/write', {
            tag_id: `w${id % TAGS}`,
            value: Math.floor(id / TAGS) + 1,
            request_id: `id-${id}`,
          }),
        ),
      );
      await systemClock.sleep(PAUSE_MS);
    }
  };
  const [kills] = await Promise.all([killAtRandom(service, (COMMANDS / PORTION) * PAUSE_MS, LIVES_MS), send()]);
  await service.start();
  await systemClock.sleep(1_000);

  const executed = device.requests.filter(({ functionCode }) => functionCode === 6 || functionCode === 16);
  const ids = executed.map(({ pdu }) => idOf(pdu));
  const journal = join(service.folder, '.nexus/journal');
  const lines = readdirSync(journal)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(journal, name), 'utf8'))
    .join('');
  const intents = new Set([...lines.matchAll(/"id":"id-(\d+)"/g)].map(([, id]) => Number(id)));
  const answers = tags.flatMap((_, n) => probe.all(`nexus/cmd/response/plc-1/w${n}`));
  const done = new Set(answers.filter(({ success }) => success).map((answer) => answer['request_id']));
  process.stdout.write(
    `${COMMANDS} commands of ${IDS} ids, ${kills} kills (seed ${SEED}): ${ids.length} executed, ${ids.length - new Set(ids).size} twice, ${answers.length} answers, ${done.size} ids done\n`,
  );
  expect(ids.length - new Set(ids).size, `executed twice, seed ${SEED}`).toBe(0);
  expect(
    ids.filter((id) => !intents.has(id)),
    'executed without an intent',
  ).toEqual([]);
  expect(
    [...done].filter((id) => !ids.includes(Number(String(id).slice(3)))),
    'done and not executed',
  ).toEqual([]);
  expect(kills).toBeGreaterThanOrEqual(5);
  expect(ids.length).toBeGreaterThan(IDS / 3);
}, 240_000);
