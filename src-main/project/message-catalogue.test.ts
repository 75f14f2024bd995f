import { afterEach, describe, expect, it } from 'vitest';
import { messageId } from '../../src-shared/errors/message-ids.ts';
import { drivers } from '../drivers/registry.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { loadProject } from './load-project.ts';

let folder: ProjectFolder | undefined;
afterEach(() => folder?.remove());

const MODBUS = 'protocol: modbus-tcp\nconnection: { host: 127.0.0.1 }\n';
const tags = (...fields: string[]): string => `tags:\n${fields.map((one) => `  - { ${one} }\n`).join('')}`;
const register = (fields: string): string => MODBUS + tags(`id: t, name: Flow, ${fields}`);

/** What is said of a device made of this text: the message of the catalogue, and its words. */
async function saidOf(rest: string): Promise<readonly (readonly [id: string, text: string])[]> {
  folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Test plant }\n',
    'devices/d.yaml': `id: d\nname: Mixer\nuns_prefix: acme/mix/d\n${rest}`,
  });
  const { faults } = await loadProject(folder.path, drivers);
  return faults.map(({ code, message }) => [messageId(code, message), message]);
}

describe('a fault of a project says what the catalogue of messages says', () => {
  it.each([
    [
      'net.host',
      'protocol: modbus-tcp\nconnection: { host: 192.168.1.300 }\n',
      '“192.168.1.300” is not an IP address or host name. Each part of an IP address is 0–255.',
    ],
    [
      'net.port',
      'protocol: modbus-tcp\nconnection: { host: 127.0.0.1, port: 70000 }\n',
      'Port 70000 is outside 1–65535. Modbus TCP normally uses 502.',
    ],
    [
      'mb.unit',
      'protocol: modbus-tcp\nconnection: { host: 127.0.0.1, unit_id: 300 }\n',
      'Unit ID 300 is outside 0–255. Most devices use 1–247.',
    ],
    [
      'mb.addr0',
      register('address: "40000", data_type: uint16'),
      '40000 does not exist in 5-digit notation; holding registers start at 40001. Use 40001 or switch this device to wire addresses.',
    ],
    [
      'mb.addrMax',
      register('address: "49999", data_type: float32'),
      'FLOAT32 at 49999 needs one more register, and 5-digit notation ends at 49999. Switch this device to 6-digit notation (400001–465536).',
    ],
    [
      'ua.nodeid',
      `protocol: opcua\nconnection: { endpoint: "opc.tcp://127.0.0.1:4840" }\n${tags('id: t, address: "ns=2;Temperature", data_type: float32')}`,
      '“ns=2;Temperature” has no identifier type. Write ns=2;s=Temperature (text) or ns=2;i=1042 (number).',
    ],
    [
      's7.bit',
      `protocol: s7\nconnection: { host: 127.0.0.1 }\n${tags('id: t, address: DB10.DBX4.8, data_type: bool')}`,
      'DB10.DBX4.8: the bit number is 0–7.',
    ],
    [
      'tag.type',
      register('address: "40001", data_type: FLOAT'),
      '“FLOAT” is not a data type here. Use float32 or float64.',
    ],
    [
      'tag.topic',
      register('address: "40001", data_type: uint16, topic_suffix: Flow+In'),
      '“Flow+In” contains “+”, which MQTT reserves. Use letters, digits, “-” or “_”.',
    ],
    [
      'tag.topicDup',
      MODBUS +
        tags(
          'id: a, name: Flow, address: "40001", data_type: uint16, topic_suffix: flow',
          'id: b, address: "40002", data_type: uint16, topic_suffix: flow',
        ),
      'Topic acme/mix/d/flow is already published by Mixer · Flow. Rename one of them.',
    ],
    [
      'tag.scale0',
      register('address: "40001", data_type: uint16, raw_low: 0, raw_high: 0, eu_low: 0, eu_high: 1'),
      'Raw low and raw high are both 0, so scaling would divide by zero. Enter a raw range, for example 0–27648.',
    ],
    [
      'tag.clamp',
      register('address: "40001", data_type: uint16, clamp_low: 120, clamp_high: 100'),
      'Clamp low 120 is above clamp high 100.',
    ],
    [
      'poll.min',
      `poll_interval: 20ms\n${register('address: "40001", data_type: uint16')}`,
      'Poll interval 20ms is below this gateway’s minimum of 50 ms.',
    ],
  ])('%s', async (id, rest, text) => {
    expect(await saidOf(rest)).toContainEqual([id, text]);
  });
});
