import type { Random } from '../../../../src-main/testing/random-from.ts';
import { mutateBytes } from '../files/mutate-bytes.ts';
import { spoiltJson } from './spoilt-json.ts';
import { upgradeTo } from './upgrade-to.ts';

export interface SpoiltRequest {
  readonly bytes: Buffer;
  /** Two servers in a row would read it differently: what is answered to it must be one answer. */
  readonly isAmbiguous: boolean;
}

const POST = (path: string, ...headers: readonly string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: HOST', ...headers, '', ''].join('\r\n');
const JSON_TYPE = 'Content-Type: application/json';

const REQUESTS: readonly string[] = [
  `GET /health/live HTTP/1.1\r\nHost: HOST\r\n\r\n`,
  `${POST('/api/v1/writes', JSON_TYPE, 'Content-Length: 13')}{"value":1.5}`,
  `${POST('/api/v1/writes', JSON_TYPE, 'Transfer-Encoding: chunked')}6\r\n{"a":1\r\n1\r\n}\r\n0\r\n\r\n`,
  upgradeTo('HOST'),
];

/** RFC 9112, 11.2. */
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const AMBIGUOUS: readonly string[] = [
  `${POST('/session', 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n${SMUGGLED}`,
  `${POST('/session', 'Content-Length: 0', 'Content-Length: 44')}${SMUGGLED}`,
  `${POST('/session', 'Transfer-Encoding: xchunked')}0\r\n\r\n${SMUGGLED}`,
  `${POST('/session', 'Transfer-Encoding: chunked, identity')}0\r\n\r\n${SMUGGLED}`,
  `${POST('/session', 'Content-Length : 0')}${SMUGGLED}`,
  `${POST('/session', 'Content-Length: +0')}${SMUGGLED}`,
];

const DEVICE = {
  id: 'd',
  protocol: 'modbus-tcp',
  uns_prefix: 'plant/d',
  connection: { host: '127.0.0.1' },
  tags: [{ id: 't', address: 'hr:0' }],
};
/** Bodies as a client sends them. None of them changes the service or reaches out to a network. */
const BODIES: readonly (readonly [path: string, body: unknown])[] = [
  ['/session', { user: 'engineer', password: 'not the one' }],
  ['/api/v1/writes', { device_id: 'd', tag_id: 't', value: 1.5, ttl_ms: 5_000 }],
  ['/api/v1/devices/check', { device: DEVICE }],
  ['/api/v1/tags/formula', { formula: 'value * 2', names: ['value', 'name'], rows: [{ value: '4', name: 'L1' }] }],
  ['/api/v1/history/ask', { tags: ['plant/d/t'], from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }],
  ['/api/v1/drivers/plan', { device: DEVICE }],
];
const TEXTS = BODIES.map(([, body]) => Buffer.from(JSON.stringify(body)));

/** One in 20 is ambiguous; of the others half are broken anywhere, half have a sound head and a broken body. */
export function spoiltRequest(port: number, random: Random): SpoiltRequest {
  const toHost = (text: string): Buffer => Buffer.from(text.replace('HOST', `127.0.0.1:${port}`));
  if (random(20) === 0) return { bytes: toHost(AMBIGUOUS[random(AMBIGUOUS.length)]!), isAmbiguous: true };
  if (random(2) === 0) return { bytes: mutateBytes(REQUESTS.map(toHost), random).bytes, isAmbiguous: false };
  const [path, body] = BODIES[random(BODIES.length)]!;
  const text =
    random(2) === 0 ? Buffer.from(JSON.stringify(spoiltJson(body, random))) : mutateBytes(TEXTS, random).bytes;
  return {
    bytes: Buffer.concat([toHost(POST(path, JSON_TYPE, `Content-Length: ${text.length}`)), text]),
    isAmbiguous: false,
  };
}
