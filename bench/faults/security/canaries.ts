import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { resolveSecret } from '../../../src-main/kernel/resolve-secret.ts';
import { auditFolder } from '../../../src-main/project/project-layout.ts';
import { SecretVault } from '../../../src-main/project/secrets/secret-vault.ts';
import { runCommandLine } from '../../../src-main/testing/command-process.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { MosquittoProcess, mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { randomFrom } from '../../../src-main/testing/random-from.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import { contract } from '../../../src-shared/contract/contract.ts';
import type { Contract } from '../../../src-shared/contract/define.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../campaign.ts';

const ROW = 30;
const USER = 'canary-admin';
const RUN_MS = 3_000;
const START_DEADLINE_MS = 60_000;

/** Where text of the run was found, and how much was looked through. */
interface Place {
  readonly name: string;
  readonly texts: readonly Buffer[];
}

/** Secrets that are easily recognised go in by every way; then everything that comes out is looked through. */
export const canaries: Campaign = {
  name: 'canaries',
  title:
    'Passwords, keys and tokens that are looked for in files, output, answers, messages, the audit trail and a backup',
  rows: [ROW],
  deadlineS: { 1: 90, 2: 90 },
  besideOthers: true,
  missing: mosquittoMissing,
  async run({ seed }: CampaignRun): Promise<CampaignOutcome> {
    const random = randomFrom(seed);
    const secret = (what: string): string =>
      `c4n4ry-${what}-${Array.from({ length: 12 }, () => 'abcdefghkmnpqrstuvwxyz'[random(22)]).join('')}`;
    const [mqtt, sealed, password, wrong] = ['mqtt', 'sealed', 'password', 'wrong'].map(secret) as [
      ...[string, string, string, string],
    ];
    const lifetime = new Lifetime('canaries');
    try {
      process.env['NX_CANARY_MQTT'] = mqtt;
      // The key of sealed secrets lies outside of the project.
      const home = await givenProjectFolder();
      lifetime.defer(() => home.remove());
      process.env['XDG_CONFIG_HOME'] = home.path;
      const broker = lifetime.add(await new MosquittoProcess(await freePort()).start());
      const messages: Buffer[] = [];
      const listener = await connectAsync(broker.url);
      lifetime.defer(() => listener.endAsync(true));
      listener.on('message', (topic, payload) => void messages.push(Buffer.from(`${topic} `), payload));
      await listener.subscribeAsync('#');
      const folder = await givenProjectFolder({
        'nexus.yaml': `project: { name: Canaries }
log: { level: debug, file: service.log }
mqtt: { enabled: true, url: "${broker.url}", username: plant, password: { env: NX_CANARY_MQTT }, commands: { enabled: true } }
`,
        'devices/d.yaml': `id: d
protocol: opcua
uns_prefix: acme/d
connection: { endpoint: "opc.tcp://127.0.0.1:${await freePort()}", security_mode: SignAndEncrypt, user: name, user_name: op, password: { secret: PLC } }
tags:
  - { id: t, address: "ns=1;s=t" }
`,
        'devices/s.yaml': `id: s
protocol: modbus-tcp
simulated: waves
uns_prefix: acme/s
connection: { host: 127.0.0.1, port: 1502 }
tags:
  - { id: t, address: HR0, access: read_write, write_limits: { min: 0, max: 9 } }
`,
      });
      lifetime.defer(() => folder.remove());
      await new SecretVault(folder.path).set('PLC', sealed, systemClock.wallUs(), { place: 'file' });
      const service = new ServiceProcess(folder.path, await freePort());
      lifetime.defer(async () => void (await service.kill()));
      await service.start({ deadlineMs: START_DEADLINE_MS });
      const used = await useEverything(service, { password, wrong });
      await systemClock.sleep(RUN_MS);
      const answers = await everyAnswer(service.port, used.session);
      const backup = await givenProjectFolder();
      lifetime.defer(() => backup.remove());
      const made = await runCommandLine(['backup', '--project', folder.path, '--out', join(backup.path, 'backup')]);
      if (made.code !== 0) throw new Error(`The backup was not made: ${made.stdout}${made.stderr}`);
      await service.stop();
      const files = filesBelow(folder.path);
      const places: readonly Place[] = [
        { name: 'output of the service', texts: [Buffer.from(service.output)] },
        { name: 'files of the project', texts: files },
        { name: 'answers of the API', texts: answers },
        { name: 'messages at the broker', texts: messages },
        { name: 'a backup', texts: [...filesBelow(backup.path), Buffer.from(made.stdout + made.stderr)] },
      ];
      // What the vault gives back is what went in: the sealed one was there to be found.
      if ((await resolveSecret({ secret: 'PLC' }, folder.path)) !== sealed)
        throw new Error('The sealed secret is another one');
      const known = [mqtt, sealed, password, wrong, used.session, used.refresh, used.key];
      atLeast(7, new Set(known.filter((each) => each.length >= 16)).size, 'secrets');
      atLeast(40, answers.filter((text) => text.includes(' 200 ')).length, 'answers of calls that were allowed');
      atLeast(10, files.length, 'files');
      atLeast(10, messages.length, 'messages');
      atLeast(
        1,
        filesBelow(auditFolder(folder.path)).filter((text) => text.includes('session.')).length,
        'files of the audit trail with a sign-in',
      );
      return {
        evidence: places.map(({ name, texts }) =>
          none(
            ROW,
            `Secrets that stand in ${name}`,
            'secrets',
            known.filter((each) => texts.some((text) => text.includes(each))).length,
          ),
        ),
        work: places.map(
          ({ name, texts }) =>
            `${name}: ${texts.length} looked through, ${texts.reduce((sum, { length }) => sum + length, 0).toLocaleString('en')} bytes`,
        ),
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

interface Used {
  readonly session: string;
  readonly refresh: string;
  readonly key: string;
}

/** Sets the gateway up, signs in and fails to, makes a key, and sends secrets to where none belong. */
async function useEverything(
  service: ServiceProcess,
  { password, wrong }: { password: string; wrong: string },
): Promise<Used> {
  const send = async (path: string, body: unknown, bearer?: string): Promise<Record<string, string>> => {
    const response = await fetch(`http://127.0.0.1:${service.port}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return (await response.json().catch(() => ({}))) as Record<string, string>;
  };
  const code = readFileSync(join(service.folder, '.nexus', 'access', 'setup-code'), 'utf8').trim();
  const { session: first } = await send('/session/setup', { code, user: USER, password });
  await send('/api/v1/users', { user: 'canary-engineer', roles: ['engineer', 'operator'], password }, first);
  const { session, refresh } = await send('/session', { user: 'canary-engineer', password });
  const { key } = await send('/api/v1/keys', { name: 'MES', roles: ['operator'] }, first);
  await send('/session', { user: USER, password: wrong });
  await send('/session', `{"user":"${USER}","password":"${wrong}"`);
  await send('/api/v1/me/unlock', { password: wrong }, session);
  await send('/api/v1/me/password', { current: wrong, password: `${password}2` }, session);
  await send('/api/v1/users', { user: 'x', roles: ['engineer'], password: wrong }, session);
  await send('/api/v1/writes/arm', { reason: 'canary', password: wrong }, session);
  await send('/api/v1/writes/arm', { reason: 'canary', password }, session);
  await send('/api/v1/writes', { device_id: 's', tag_id: 't', value: 1, password: wrong }, session);
  await send('/api/v1/devices', { device: { id: 'e', password: wrong } }, session);
  await send('/api/v1/devices', `{"password":"${wrong}"`, session);
  await send(`/api/v1/nothing?token=${wrong}`, {}, wrong);
  return { session: session!, refresh: refresh!, key: key! };
}

/** What every call says that only asks and needs no more than its address, with the figures and states besides. */
async function everyAnswer(port: number, session: string): Promise<Buffer[]> {
  const paths = Object.values(contract as Contract).flatMap((area) =>
    Object.values(area).flatMap((member) =>
      member.kind === 'procedure' && member.rest?.method === 'GET' && !member.rest.path.includes('{')
        ? [`/api/v1${member.rest.path}`]
        : [],
    ),
  );
  const more = [
    '/status',
    '/metrics',
    '/health',
    '/health/ready',
    '/api/v1/openapi.json',
    '/api/v1/devices/d/config',
    '/api/v1/devices/d',
  ];
  return await Promise.all(
    [...paths, ...more].map(async (path) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { authorization: `Bearer ${session}` },
      });
      return Buffer.from(`${path} ${response.status} ${await response.text()}`);
    }),
  );
}

function filesBelow(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
}
