import { expect, it } from 'vitest';
import { ipv4Text, parseIpv4Range } from './ipv4-range.ts';

it.each([
  ['192.168.1.0/24', '192.168.1.1', 254],
  ['192.168.1.77/24', '192.168.1.1', 254],
  ['10.0.0.0/20', '10.0.0.1', 4_094],
  ['127.0.0.0/28', '127.0.0.1', 14],
  ['10.0.0.4/31', '10.0.0.4', 2],
  [' 10.0.0.4 ', '10.0.0.4', 1],
  ['255.255.255.255/32', '255.255.255.255', 1],
])('%s begins at %s and has %i hosts', (text, first, count) => {
  const range = parseIpv4Range(text)!;
  expect([ipv4Text(range.first), range.count]).toEqual([first, count]);
});

it.each(['', '192.168.1', '192.168.1.256/24', '10.0.0.0/33', 'plc7', '10.0.0.0/', '::1/64', '1.2.3.4.5'])(
  '“%s” is no range',
  (text) => expect(parseIpv4Range(text)).toBeUndefined(),
);
