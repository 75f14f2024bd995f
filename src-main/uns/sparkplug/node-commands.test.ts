import { createRequire } from 'node:module';
import type { IPublishPacket } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../kernel/logger.ts';
import { NodeRig } from '../../testing/edge-node-rig.ts';
import type { IncomingCommand } from '../commands/command-messages.ts';
import { PayloadWriter, planMetric } from './encode-payload.ts';
import { METRIC_TYPE } from './metric-type.ts';
import { NodeCommands } from './node-commands.ts';

interface Tahu {
  encodePayload(payload: object): Buffer;
}
const require = createRequire(import.meta.url);
const tahu = (require('sparkplug-payload') as { get(version: string): Tahu }).get('spBv1.0');

const PUMP = 'spBv1.0/plant/DCMD/edge/pump';
const OVEN = 'spBv1.0/plant/DCMD/edge/oven';
const NODE = 'spBv1.0/plant/NCMD/edge';

/** A born node with commands, and all that it told the engine. */
function given(): { rig: NodeRig; commands: NodeCommands; told: IncomingCommand[]; receive: typeof receive } {
  const rig = new NodeRig();
  rig.connect();
  rig.take();
  const told: IncomingCommand[] = [];
  const commands = new NodeCommands({
    node: rig.node,
    config: { enabled: true, actor: 'scada', allow_qos0: false, skew: '30s' },
    clock: rig.clock,
    logger: silentLogger,
    tell: (command) => void told.push(command),
  });
  const receive = (topic: string, metrics: readonly object[], packet: Partial<IPublishPacket> = {}): void => {
    const timestamp = Math.floor(rig.clock.wallUs() / 1_000);
    const bytes = tahu.encodePayload({ timestamp, metrics });
    commands.receive(topic, bytes, {
      cmd: 'publish',
      topic,
      payload: bytes,
      qos: 0,
      dup: false,
      retain: false,
      ...packet,
    });
  };
  return { rig, commands, told, receive };
}

describe('a device command', () => {
  it('tck-id-operational-behavior-data-commands-dcmd-metric-name, -value: asks for a write of the tag that its name or alias means', () => {
    const { told, receive, commands } = given();
    receive(PUMP, [{ name: 'pressure', type: 'Double', value: 4.5 }]);
    // 16 is the alias of the first tag.
    receive(PUMP, [{ alias: 16, type: 'Double', value: 5.5 }]);
    receive(OVEN, [
      { name: 'count', type: 'Int64', value: -5 },
      { name: 'setpoint', type: 'UInt16', value: 60_000 },
    ]);
    expect(told.map(({ device, tag, value }) => [device, tag, value])).toEqual([
      ['pump', 'pressure', 4.5],
      ['pump', 'pressure', 5.5],
      ['oven', 'count', -5],
      ['oven', 'setpoint', 60_000],
    ]);
    expect(told[0]).toMatchObject({ actor: 'scada', prefix: 'spBv1.0', idGiven: false });
    expect(new Set(told.map(({ number }) => number)).size).toBe(4);
    expect(commands.counts).toMatchObject({ received: 4, waiting: 4, answered: 0 });
    for (const { number } of told) commands.answer(number);
    commands.answer(12_345);
    expect(commands.counts).toMatchObject({ waiting: 0, answered: 4 });
  });

  it('keeps 64 bits exact', () => {
    const { told, commands } = given();
    const writer = new PayloadWriter();
    const cell = { row: 0, kind: 'int64', value: -(2n ** 63n) } as const;
    writer.begin(0);
    writer.birth(planMetric('count', METRIC_TYPE.Int64), { timeUs: 0, value: 0, status: 0, cell });
    const payload = writer.end();
    commands.receive(OVEN, payload, { cmd: 'publish', topic: OVEN, payload, qos: 0, dup: false, retain: false });
    expect(told[0]!.value).toBe('-9223372036854775808');
  });

  it('tck-id-payloads-dcmd-retain: is not done when it is retained, late, redelivered, of another datatype or of no metric', () => {
    const { told, receive, commands, rig } = given();
    const pressure = { name: 'pressure', type: 'Double', value: 1 };
    receive(PUMP, [pressure], { retain: true });
    receive(PUMP, [{ ...pressure, timestamp: Math.floor(rig.clock.wallUs() / 1_000) - 60_000 }]);
    receive(PUMP, [{ ...pressure, timestamp: Math.floor(rig.clock.wallUs() / 1_000) + 60_000 }]);
    receive(PUMP, [pressure], { qos: 1, dup: true });
    receive(PUMP, [{ name: 'pressure', type: 'Bytes', value: Uint8Array.of(1) }]);
    receive(PUMP, [{ name: 'pressure', type: 'Double', value: null }]);
    receive(PUMP, [{ name: 'flow', type: 'Double', value: 1 }]);
    receive(OVEN, [{ alias: 16, type: 'Double', value: 1 }]);
    commands.receive(PUMP, Buffer.from('ff', 'hex'), {
      cmd: 'publish',
      topic: PUMP,
      payload: '',
      qos: 0,
      dup: false,
      retain: false,
    });
    expect(told).toEqual([]);
    expect(commands.counts.refused).toEqual({ RETAINED_REFUSED: 1, EXPIRED: 1, CLOCK_SKEW: 1, BAD_REQUEST: 6 });
  });

  it('is passed over in silence when it is for another device', () => {
    const { told, receive, commands } = given();
    receive('spBv1.0/plant/DCMD/edge/nobody', [{ name: 'pressure', type: 'Double', value: 1 }]);
    receive('spBv1.0/plant/DCMD/other/pump', [{ name: 'pressure', type: 'Double', value: 1 }]);
    expect(told).toEqual([]);
    expect(commands.counts).toMatchObject({ received: 0, foreign: 1, refused: {} });
  });

  it('is refused as a whole when it has more metrics than any host writes at once', () => {
    const { told, receive, commands } = given();
    const metrics = Array.from({ length: 1_001 }, (_, value) => ({ name: 'pressure', type: 'Double', value }));
    receive(PUMP, metrics);
    expect(told).toEqual([]);
    expect(commands.counts.refused).toEqual({ BAD_REQUEST: 1 });
    receive(PUMP, metrics.slice(1));
    expect(new Set(told.map(({ hash }) => hash)).size).toBe(1_000);
  });

  it('is refused while 2,000 wait', () => {
    const { told, receive, commands } = given();
    for (let n = 0; n <= 2_000; n++) receive(PUMP, [{ name: 'pressure', type: 'Double', value: n }]);
    expect(told).toHaveLength(2_000);
    expect(commands.counts.refused).toEqual({ BUSY: 1 });
  });
});

describe('a node command', () => {
  it('tck-id-operational-behavior-data-commands-ncmd-rebirth-verb, -name, -value: asks for a rebirth, true and not retained', () => {
    const { rig, receive } = given();
    const rebirth = { name: 'Node Control/Rebirth', type: 'Boolean', value: true };
    receive(NODE, [{ ...rebirth, value: false }]);
    receive(NODE, [{ name: 'Node Control/Reboot', type: 'Boolean', value: true }]);
    receive(NODE, [rebirth], { retain: true });
    rig.pump();
    expect(rig.take()).toEqual([]);
    receive(NODE, [rebirth]);
    rig.pump();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
  });
});
