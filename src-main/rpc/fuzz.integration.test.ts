import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEngine } from '../app/engine.ts';
import { drivers } from '../drivers/registry.ts';
import { surroundingsOf } from '../entry/surroundings.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { importDevices } from '../project/import-devices.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { randomFrom } from '../testing/random-from.ts';
import type { OpenApiDocument } from './openapi-complete.ts';
import { exampleOf, type JsonSchema } from './openapi-example.ts';

const DEMO = fileURLToPath(new URL('../../resources/demo-plant/devices.yaml', import.meta.url));
const SEED = Number(process.env['NEXUS_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Requests at once, and of one call. */
const AT_ONCE = 8;
const OF_ONE_CALL = Number(process.env['NEXUS_FUZZ_REQUESTS'] ?? 8);
/** Calls that end the session, stop for longer or take the plant away from the rest of the run. */
const LEFT_OUT = /^(?:access\.(?:signOut|lock)|demo\.remove|discovery\.|drivers\.detect|browse\.)/;

const lifetime = new Lifetime('fuzz');
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
lifetime.defer(() => agent.destroy());
let port = 0;

beforeAll(async () => {
  const yaml = 'project: { name: Fuzz, mode: demo }\naccess: { login: off }\nlog: { level: error }\n';
  const folder = await givenProjectFolder({ 'nexus.yaml': yaml });
  lifetime.defer(() => folder.remove());
  await importDevices(DEMO, folder.path, drivers);
  port = await freePort();
  const surroundings = surroundingsOf(new URL('../entry/headless-main.ts', import.meta.url).href);
  const engine = await startEngine({ ...surroundings, folder: folder.path, port, drivers });
  lifetime.defer(() => engine.stop());
});
afterAll(() => lifetime.dispose());

interface Shot {
  readonly method: string;
  readonly path: string;
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const fire = ({ method, path, body, headers = {} }: Shot): Promise<{ status: number; type: string; text: string }> =>
  new Promise((resolve, reject) => {
    const form =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request(
      { host: '127.0.0.1', port, method, path, agent, headers: { ...form, ...headers }, timeout: 20_000 },
      (response) => {
        let text = '';
        response.on('data', (data) => (text += String(data)));
        response.on('end', () =>
          resolve({ status: response.statusCode!, type: response.headers['content-type'] ?? '', text }),
        );
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer to ${method} ${path} ${body?.slice(0, 200)}`)));
    call.on('error', reject);
    call.end(body);
  });

/** What no caller means. */
const ODD: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1e308,
  -1e308,
  4_294_967_296,
  9_007_199_254_740_991,
  0.1,
  true,
  [],
  {},
  [null],
  { a: { b: [] } },
  'x'.repeat(5_000),
  "'; DROP TABLE tags; --",
  '../../etc/passwd',
  '\u0000\u001b[31m',
  '\u202eevil',
  '\ud800',
  'NaN',
  '1e999',
  '${7*7}',
  '%00',
  'constructor',
  'toString',
  '💥'.repeat(50),
];

it(`no call of the description answers with an error of the engine (NEXUS_FUZZ_SEED=${SEED})`, async () => {
  const document = JSON.parse((await fire({ method: 'GET', path: '/api/v1/openapi.json' })).text) as OpenApiDocument;
  const next = randomFrom(SEED);
  const random = (): number => next(1_000_000) / 1_000_000;
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const resolve = (ref: string): JsonSchema => document.components.schemas[ref.split('/').pop()!] ?? {};

  /** Changes one place of a value, however deep. */
  const spoil = (value: unknown): unknown => {
    if (Array.isArray(value) && value.length > 0 && random() < 0.7) {
      const at = Math.floor(random() * value.length);
      return value.map((item, i) => (i === at ? spoil(item) : item));
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && random() < 0.9) {
      const keys = Object.keys(value);
      const what = random();
      if (keys.length === 0 || what < 0.1) return { ...value, [pick(['x', 'constructor', '', 'tags'])]: pick(ODD) };
      const key = pick(keys);
      if (what < 0.25) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
      return { ...value, [key]: spoil((value as Record<string, unknown>)[key]) };
    }
    return pick(ODD);
  };

  const shots: Shot[] = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { operationId = '', parameters = [], requestBody }] of Object.entries(methods)) {
      if (LEFT_OUT.test(operationId)) continue;
      const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
      for (let i = 0; i < OF_ONE_CALL; i++) {
        const odd = (name: string, fine: unknown): string => {
          const value = random() < 0.35 ? pick(ODD) : fine;
          const text = typeof value === 'string' ? value : JSON.stringify(value);
          return encodeURIComponent((name === 'cursor' ? text : (text ?? '')).slice(0, 2_000).toWellFormed());
        };
        let url = `/api/v1${path}`;
        const query: string[] = [];
        for (const { name, in: place, required, schema: own } of parameters) {
          const fine = exampleOf(own, name, resolve);
          if (place === 'path') url = url.replace(`{${name}}`, odd(name, fine) || '%20');
          else if (place === 'query' && (required || random() < 0.5)) query.push(`${name}=${odd(name, fine)}`);
        }
        if (query.length > 0) url += `?${query.join('&')}`;
        const fine = schema && exampleOf(schema, '', resolve);
        let body = schema ? JSON.stringify(i === 0 ? fine : spoil(fine)) : undefined;
        // Twice the same key, and a body that is cut off.
        if (body?.startsWith('{"') && i === OF_ONE_CALL - 1)
          body = random() < 0.5 ? `${body.slice(0, -1)},${body.slice(1)}` : body.slice(0, -1);
        const headers: Record<string, string> = {};
        if (random() < 0.5) headers['if-match'] = pick(['"1"', '*', '"x"', '"99999999"', '0']);
        if (random() < 0.05)
          headers['content-type'] = pick(['text/plain', 'application/xml', 'application/json; charset=utf-7']);
        if (random() < 0.05) headers['authorization'] = pick(['Bearer x', 'Basic eDp5', 'Bearer ']);
        shots.push({ method: method.toUpperCase(), path: url, body, headers });
      }
    }
  expect(shots.length).toBeGreaterThan(1_000);

  const failures: string[] = [];
  const statuses: Record<number, number> = {};
  const queue = shots.values();
  const worker = async (): Promise<void> => {
    for (const shot of queue) {
      const told = `${shot.method} ${shot.path.slice(0, 300)} ${shot.body?.slice(0, 500) ?? ''}`;
      try {
        const { status, type, text } = await fire(shot);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 500 || text.includes('NX_INTERNAL')) failures.push(`${status} ${told} → ${text.slice(0, 300)}`);
        else if (status >= 400 && !type.startsWith('application/problem+json')) failures.push(`${type} ${told}`);
        else if (/node_modules|\.ts:\d+/.test(text) && status >= 400)
          failures.push(`stack ${told} → ${text.slice(0, 300)}`);
      } catch (error) {
        failures.push(`${String(error)} ${told}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect(failures.slice(0, 30)).toEqual([]);
  // It was no run against a closed door.
  expect(statuses[200]).toBeGreaterThan(100);
  expect(statuses[400]).toBeGreaterThan(300);
  expect((await fire({ method: 'GET', path: '/health/ready' })).status).toBe(200);
}, 120_000);
