type Map = Record<string, unknown>;

/** The vision's names of a connection's fields, and ours. */
const CONNECTION_NAMES: Readonly<Record<string, string>> = { slave_id: 'unit_id', timeout: 'request_timeout' };
/** The vision's names of a tag's fields, and ours. */
const TAG_NAMES: Readonly<Record<string, string>> = { scale_factor: 'scale' };
const REGISTER_AREAS: Readonly<Record<string, string>> = {
  holding: 'holding',
  holding_register: 'holding',
  input: 'input',
  input_register: 'input',
  coil: 'coil',
  discrete: 'discrete',
  discrete_input: 'discrete',
};
const BYTE_ORDER_NAMES: Readonly<Record<string, string>> = {
  big_endian: 'ABCD',
  little_endian: 'DCBA',
  mid_big_endian: 'BADC',
  mid_little_endian: 'CDAB',
};

/**
 * Rewrites a device of the vision's `devices.yaml` in our field names: separate `register_type` and `address` become
 * one address, `slave_id` the unit id, word orders their letters. What it does not know it leaves as it is, so that
 * the check names it with its place instead of losing it here.
 */
export function fromVision(value: unknown): Map {
  if (!isMap(value)) return value as Map;
  const device = { ...value };
  if (isMap(device['connection'])) device['connection'] = renamed(device['connection'], CONNECTION_NAMES);
  if (Array.isArray(device['tags'])) device['tags'] = device['tags'].map(tagFromVision);
  return device;
}

function tagFromVision(value: unknown): unknown {
  if (!isMap(value)) return value;
  const { register_type, register_count, deadband_type, deadband_value, ...rest } = renamed(value, TAG_NAMES);
  const tag: Map = rest;
  const area = REGISTER_AREAS[String(register_type)];
  if (area !== undefined && typeof tag['address'] === 'number') tag['address'] = `${area}:${tag['address']}`;
  else if (register_type !== undefined) tag['register_type'] = register_type;
  const type = tag['data_type'];
  if (typeof type === 'string') tag['data_type'] = type.toLowerCase();
  if (type === 'string' && typeof register_count === 'number') tag['length'] = register_count * 2;
  const order = BYTE_ORDER_NAMES[String(tag['byte_order'])];
  if (order) tag['byte_order'] = order;
  if (deadband_type === 'absolute' || deadband_type === 'percent')
    tag['deadband'] = { [deadband_type]: deadband_value ?? 0 };
  return tag;
}

function renamed(map: Map, names: Readonly<Record<string, string>>): Map {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [names[key] ?? key, value]));
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
