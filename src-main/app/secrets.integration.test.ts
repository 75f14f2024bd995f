import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Lifetime } from '../kernel/lifetime.ts';
import { CommandProcess, runCommandLine } from '../testing/command-process.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';

/** Stands in everything that is secret, and must be seen nowhere. */
const CANARY = 'c4n4ry';
const secret = (where: string): string => `${CANARY}-${where}-0123456789abcdef`;

let lifetime: Lifetime;
let folder: ProjectFolder;

beforeEach(async () => {
  lifetime = new Lifetime('secrets');
  folder = await givenProjectFolder();
  lifetime.defer(() => folder.remove());
});
afterEach(() => lifetime.dispose());

/** A broker that refuses every user. @returns its port, and what it was sent. */
async function givenRefusingBroker(): Promise<{ readonly port: number; readonly received: () => string }> {
  let received = '';
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      // CONNACK of MQTT 5 (3.2.2.2): 0x86, bad user name or password.
      socket.end(Buffer.of(0x20, 3, 0, 0x86, 0));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lifetime.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, received: () => received };
}

/** Asks a service everything that goes wrong with a secret in it. @returns every word of the answers. */
async function provoke(port: number, session: string): Promise<string> {
  const base = `http://127.0.0.1:${port}`;
  const json = { 'content-type': 'application/json' };
  const signedIn = { ...json, authorization: `Bearer ${session}` };
  const asked: [path: string, options: RequestInit][] = [
    ['/api/v1/devices', { headers: { authorization: `Bearer ${secret('bearer')}` } }],
    [`/api/v1/devices?token=${secret('query')}`, {}],
    [`/api/v1/nothing?token=${secret('query')}`, { headers: signedIn }],
    ['/session', { method: 'POST', headers: json, body: JSON.stringify({ token: secret('token') }) }],
    ['/session', { method: 'POST', headers: json, body: `{"token": ${secret('broken-json')}` }],
    ['/api/v1/writes', { method: 'POST', headers: signedIn, body: `{"password": "${secret('broken-json')}"` }],
    [
      '/api/v1/writes',
      { method: 'POST', headers: signedIn, body: JSON.stringify({ password: secret('unknown-field') }) },
    ],
    ['/api/v1/devices', { headers: { cookie: `session=${secret('cookie')}` } }],
    ['/status', { headers: { authorization: `Basic ${btoa(`admin:${secret('basic')}`)}` } }],
    ['/status', { headers: signedIn }],
    ['/metrics', { headers: signedIn }],
    ['/health', {}],
    ['/api/v1/system', { headers: signedIn }],
    ['/api/v1/devices', { headers: signedIn }],
  ];
  let answers = '';
  for (const [path, options] of asked) {
    const response = await fetch(`${base}${path}`, options);
    answers += `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}\n`;
  }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, ['nexus.v1', `session.${secret('socket')}`]);
  answers += await new Promise<string>((resolve) => {
    socket.once('error', (error) => resolve(error.message));
    socket.once('open', () => resolve('opened'));
  });
  return answers;
}

describe('secrets', () => {
  it('are used, and seen in no output and no answer, whatever goes wrong', async () => {
    const broker = await givenRefusingBroker();
    await folder.write(
      'nexus.yaml',
      `project: { name: Secrets }\naccess: { login: token }\nlog: { level: debug }
mqtt: { enabled: true, url: "mqtt://127.0.0.1:${broker.port}", username: plant, password: { env: NX_TEST_PASSWORD } }\n`,
    );
    await folder.write(
      'devices/d.yaml',
      `id: d\nprotocol: modbus-tcp\nuns_prefix: s/d\nconnection: { host: 127.0.0.1, port: ${await freePort()} }
tags:\n  - { id: t, address: HR0 }\n`,
    );
    const port = await freePort();
    const service = lifetime.add(
      new CommandProcess(['--service', '--project', folder.path, '--port', String(port)], {
        env: { NX_TEST_PASSWORD: secret('password') },
      }),
    );
    const [, token] = await service.untilPrinted(/Workstation: http:\/\/127\.0\.0\.1:\d+\/#token=([\w-]+)/);
    const opened = await fetch(`http://127.0.0.1:${port}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const { session } = (await opened.json()) as { session: string };
    await service.untilPrinted(/NX_MQTT_REFUSED/);
    await service.untilPrinted(/device offline/);

    const answers = await provoke(port, session);
    service.signal('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    // A minimum of work: the broker had the password, requests were refused, and what needs a session was answered.
    expect(broker.received()).toContain(secret('password'));
    expect(answers.match(/^401 /gm)!.length).toBeGreaterThanOrEqual(4);
    expect(answers).toMatch(/^200 .*"eventLoopLag"/m);
    expect(answers).toContain('nexus_points_produced_total');
    expect(answers).toContain('Unexpected server response: 401');

    for (const [where, text] of Object.entries({ answers, stdout: service.stdout, stderr: service.stderr })) {
      expect(text.toLowerCase(), where).not.toContain(CANARY);
      expect(text, where).not.toContain(session);
    }
    expect(service.stdout.split(token!).length - 1, 'the one-time token is printed once').toBe(1);
  });

  it('are not shown when they are missing, or stand where they should not', async () => {
    const mqtt = (lines: string): string => `project: { name: S }\nmqtt:\n  enabled: true\n${lines}`;
    const wrong = {
      'a variable that is not set': mqtt('  password: { env: NX_TEST_NOT_SET }\n'),
      'a file that is not there': mqtt('  password: { file: no/such/file }\n'),
      'a text instead of a reference': mqtt(`  password: ${secret('inline')}\n`),
      'a list instead of a reference': mqtt(`  password: [${secret('inline')}]\n`),
      'an address with a password': mqtt(`  url: "mqtt://user:${secret('url')}@127.0.0.1:1"\n`),
      'a key that nobody knows': mqtt(`  passwrd: ${secret('unknown')}\n`),
      'a file that is no YAML': mqtt(`  password: "${secret('unclosed')}\n`),
    };
    for (const [what, text] of Object.entries(wrong)) {
      await folder.write('nexus.yaml', text);
      const lines = [['check'], ['check', '--json'], ['--service'], ['export']];
      const runs = await Promise.all(lines.map((args) => runCommandLine([...args, '--project', folder.path])));
      for (const [i, args] of lines.entries()) {
        const { code, stdout, stderr } = runs[i]!;
        if (args[0] !== 'export') expect(code, `${args.join(' ')} with ${what}: ${stdout}${stderr}`).toBe(2);
        expect(`${stdout}${stderr}`.toLowerCase(), `${args.join(' ')} with ${what}`).not.toContain(CANARY);
      }
    }
  });
});
