import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkServiceSettings } from './check-service-settings.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'resources/deploy');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };

const Command = z.array(z.string()).min(1);
const Depends = z.union([
  z.array(z.string()),
  z.record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) })),
]);
/** What of the Compose specification is used here, and what every service of ours must say. */
const Service = z.strictObject({
  image: z.string().regex(/^[\w./-]+:(?!latest$)\d[\w.-]*$/),
  build: z
    .strictObject({ context: z.string(), dockerfile: z.string(), args: z.record(z.string(), z.string()) })
    .optional(),
  restart: z.literal('unless-stopped'),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  user: z.string().regex(/^[1-9]\d*:\d+$/),
  logging: z.strictObject({ driver: z.literal('json-file'), options: z.record(z.string(), z.string()) }),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  // Nothing is open beyond this computer.
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).default([]),
  tmpfs: z.array(z.string().startsWith('/')).default([]),
  volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)).default([]),
  entrypoint: Command.optional(),
  command: Command.optional(),
  network_mode: z.string().startsWith('service:').optional(),
  depends_on: Depends.default([]),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      start_period: z.string(),
    })
    .optional(),
  stop_grace_period: z.string().optional(),
  shm_size: z.string().optional(),
  mem_limit: z.string(),
});
const Compose = z.strictObject({
  name: z.string(),
  'x-hardened': z.unknown(),
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.strictObject({})),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});
const { services, volumes, secrets } = Compose.parse(
  parse(readFileSync(join(FOLDER, 'compose.yaml'), 'utf8'), { merge: true }),
);

describe('the file for Compose', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-compose-'));
  const made = join(folder, 'secrets');
  const makeSecrets = (): string => execFileSync(join(FOLDER, 'compose/make-secrets'), [made], { encoding: 'utf8' });
  beforeAll(() => void makeSecrets());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts a broker, a database, dashboards, the service and simulators, and watches what others wait for', () => {
    expect(Object.keys(services).toSorted()).toEqual(['emqx', 'gateway', 'grafana', 'simulators', 'timescaledb']);
    for (const [name, { depends_on, network_mode }] of Object.entries(services)) {
      for (const other of Array.isArray(depends_on) ? depends_on : Object.keys(depends_on)) {
        expect(Object.keys(services), name).toContain(other);
        if (!Array.isArray(depends_on) && depends_on[other]!.condition === 'service_healthy')
          expect(services[other]!.healthcheck, other).toBeDefined();
      }
      if (network_mode !== undefined) expect(Object.keys(services)).toContain(network_mode.slice('service:'.length));
    }
    const unwatched = Object.keys(services).filter((name) => !services[name]!.healthcheck);
    expect(unwatched).toEqual(['simulators']);
  });

  it('mounts what is there, and volumes and secrets that it names', () => {
    for (const { volumes: mounts, secrets: used } of Object.values(services)) {
      for (const mount of mounts) {
        const from = mount.split(':')[0]!;
        if (from.startsWith('.')) expect(existsSync(resolve(FOLDER, from)), from).toBe(true);
        else expect(Object.keys(volumes)).toContain(from);
      }
      for (const name of used) expect(Object.keys(secrets)).toContain(name);
    }
    expect(JSON.stringify(services)).not.toMatch(/(password|cookie|token)["']?[:=]["']?(?!\/run|\$\$\(|file)\w/i);
  });

  it('builds the version that the product has', () => {
    const { gateway, simulators } = services;
    expect([gateway!.image, simulators!.image]).toEqual([`nexus-edge:${version}`, `nexus-edge:${version}`]);
    expect(gateway!.build!.args).toEqual({ VERSION: version });
    expect(existsSync(resolve(FOLDER, gateway!.build!.context, gateway!.build!.dockerfile))).toBe(true);
  });

  it('has every secret made once, in a folder for its owner alone', () => {
    const files = Object.values(secrets).map(({ file }) => file.replace('./compose/secrets/', ''));
    expect(readdirSync(made).toSorted()).toEqual(files.toSorted());
    expect(statSync(made).mode & 0o777).toBe(0o700);
    const read = (): readonly string[] => files.map((file) => readFileSync(join(made, file), 'utf8'));
    const before = read();
    expect(new Set(before).size).toBe(files.length);
    for (const text of before) expect(text.length).toBeGreaterThanOrEqual(24);
    makeSecrets();
    expect(read()).toEqual(before);
    expect(readFileSync(join(made, 'mqtt-users.csv'), 'utf8')).toContain(
      readFileSync(join(made, 'mqtt-password'), 'utf8'),
    );
  });

  it('builds an image of one pinned base, whose program has no rights and whose files are there', () => {
    const lines = readFileSync(join(ROOT, 'resources/container/Containerfile'), 'utf8').split('\n');
    const after = (word: string): readonly string[] =>
      lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
    expect(after('FROM')).toEqual([expect.stringMatching(/^debian:\d+\.\d+-slim$/)]);
    expect(after('USER')).toEqual([services['gateway']!.user]);
    expect(after('ENTRYPOINT')).toEqual(['["/opt/container/start"]']);
    const copied = after('COPY').flatMap((line) => line.split(' ').filter((word) => word.startsWith('resources/')));
    expect(copied).toEqual(['start', 'health', 'first-admin'].map((name) => `resources/container/${name}`));
    for (const file of copied) expect(statSync(join(ROOT, file)).mode & 0o111, file).toBe(0o111);
    const settings = after('ENV').flatMap((line) => line.split(' ').map((word) => word.split('=') as [string, string]));
    expect(checkServiceSettings(Object.fromEntries(settings), {})).toMatchObject({ ok: true });
  });

  it('says settings and devices that the service takes', () => {
    const devices = readFileSync(join(ROOT, 'resources/demo-plant/devices.yaml'), 'utf8');
    const { ok, output } = checkServiceSettings(services['gateway']!.environment, { 'devices.yaml': devices });
    expect(ok, output).toBe(true);
    expect(output).toMatch(/4 devices/);
  });

  it('is what Docker takes, where Docker is', () => {
    if (spawnSync('docker', ['compose', 'version']).status !== 0) return;
    const file = join(FOLDER, 'compose.yaml');
    const { status, stderr } = spawnSync('docker', ['compose', '-f', file, 'config', '--quiet'], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  });
});
