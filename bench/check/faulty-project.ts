/** One fault each; the rest of the tag is right. */
const TAG_FAULTS = [
  'scal: 2',
  'enabled: maybe',
  'access: ',
  'data_type: FLOAT',
  'name: ""',
  'poll_interval: 1ms',
  'deadband: { percent: 101 }',
  'scale: 0',
  'clamp_low: 2, clamp_high: 1',
  'write_limits: { rate: -1 }',
  'unit_from: furlong',
  'length: 4',
  'byte_order: ABCDEFGH',
  'topic_suffix: "#"',
  'access: read_write',
] as const;

const CONFIG = `schema_version: 9
project: { name: "" }
server: { port: 0 }
acquisition: { hosts: 99 }
buffer: { budget: 1MiB }
historian: { raw: 1h }
mqtt: { qos: 7, retry: 1h, password: text }
writes: { timeout: 1ms }
`;
const TAGS_A_DEVICE = 200;
const FAULTY_TAGS = 50;

/** Files of a project with sixty faults: ten in its settings, and one in each of its first fifty tags. */
export function faultyProject(tags: number): ReadonlyMap<string, string> {
  const files = new Map([['nexus.yaml', CONFIG]]);
  for (let first = 0; first < tags; first += TAGS_A_DEVICE) {
    const id = `d${first / TAGS_A_DEVICE}`;
    const lines = Array.from({ length: TAGS_A_DEVICE }, (_, at) => {
      const fault = first === 0 && at < FAULTY_TAGS ? `, ${TAG_FAULTS[at % TAG_FAULTS.length]}` : '';
      return `  - { id: t${at}, address: "HR${at}"${fault} }\n`;
    });
    const head = `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: acme/${id}\nconnection: { host: plc-${id} }\ntags:\n`;
    files.set(`devices/${id}.yaml`, head + lines.join(''));
  }
  return files;
}
