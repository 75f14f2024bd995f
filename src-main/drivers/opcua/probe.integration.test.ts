import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { SecureOpcUaPeer } from '../../testing/secure-opcua-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { ProbeStep } from '../driver.ts';
import { OpcUaConnection } from './connection.ts';
import { probeOpcUa } from './probe.ts';
import { pkiFolder } from './security/pki-folder.ts';
import { TrustList } from './security/trust-list.ts';

describe.skipIf(trixieMissing('open62541') !== undefined)('the connection test of OPC UA', () => {
  let peer: SecureOpcUaPeer;
  let folder: string;
  let stranger: Server | undefined;
  beforeAll(async () => {
    peer = await SecureOpcUaPeer.make();
    peer.identify();
    await peer.start({ open: true });
  });
  afterAll(() => peer.dispose());
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'nexus-ua-')), '.nexus', 'drivers');
    await mkdir(folder, { recursive: true });
  });
  afterEach(async () => {
    stranger?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function probe(
    settings: Record<string, unknown>,
    addresses: readonly string[] = ['ns=1;s=setpoint'],
    signal = new AbortController().signal,
  ): Promise<readonly ProbeStep[]> {
    const connection = OpcUaConnection.parse({ endpoint: peer.url, connect_timeout: '2s', ...settings });
    const tags = addresses.map((address) => ({ address }));
    const ends: ProbeStep[] = [];
    for await (const step of probeOpcUa(connection, tags, { clock: systemClock, folder }, signal)) {
      if (step.state !== 'running') ends.push(step);
    }
    return ends;
  }
  const words = (steps: readonly ProbeStep[]): string[] => steps.map(({ id, state }) => `${id} ${state}`);
  const before = ['address pass', 'connect pass', 'hello pass', 'endpoints pass'];

  it('goes from the address to a value over a secure connection', async () => {
    await new TrustList(pkiFolder(folder)).add(peer.certificate, 'trusted');
    const steps = await probe({ security_mode: 'SignAndEncrypt' });
    expect(words(steps)).toEqual([...before, 'certificate pass', 'session pass', 'identify pass', 'read pass']);
    expect(steps.find(({ id }) => id === 'endpoints')!.sample[0]!.address).toBe('SignAndEncrypt Aes256_Sha256_RsaPss');
    expect(steps.find(({ id }) => id === 'certificate')!.sample[0]!.address).toBe('PLC7');
    const said = steps.find(({ id }) => id === 'identify')!.sample;
    expect(said).toContainEqual({ address: 'Product', text: 'open62541 OPC UA Server' });
    expect(said).toContainEqual({ address: 'Namespace 1', text: 'urn:plc7:server' });
    expect(steps.at(-1)!.sample).toEqual([{ address: 'ns=1;s=setpoint', text: '20' }]);
  });

  it('warns of a connection without security and goes on', async () => {
    const steps = await probe({});
    expect(words(steps)).toEqual([...before, 'certificate warn', 'session pass', 'identify pass', 'read pass']);
  });

  it('ends at a certificate that nobody trusted, and keeps it for somebody to look at', async () => {
    const steps = await probe({ security_mode: 'Sign' });
    expect(words(steps)).toEqual([...before, 'certificate fail']);
    expect(steps.at(-1)!.reason!.code).toBe('NX_OPCUA_UNTRUSTED');
    expect(await new TrustList(pkiFolder(folder)).all()).toMatchObject([{ store: 'rejected' }]);
  });

  it('ends at endpoints where the server does not offer what is set', async () => {
    const steps = await probe({
      security_mode: 'Sign',
      security_policy: 'Basic256',
      allow_weak_security: true,
    });
    expect(steps.at(-1)).toMatchObject({ id: 'endpoints', state: 'fail', reason: { code: 'NX_OPCUA_SECURITY' } });
  });

  it('says which tag cannot be read', async () => {
    const steps = await probe({}, ['ns=1;s=nothing', 'ns=1;s=level']);
    expect(steps.at(-1)).toMatchObject({ id: 'read', state: 'fail' });
    expect(steps.at(-1)!.reason!.text).toContain('The server has no such node');
    expect(words(await probe({}, ['ns=1;s=level', 'ns=1;s=nothing'])).at(-1)).toBe('read warn');
  });

  async function givenStranger(onData: (write: (bytes: string) => void, end: () => void) => void): Promise<string> {
    stranger = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        onData(
          (bytes) => socket.write(bytes, 'latin1'),
          () => socket.end(),
        ),
      );
    });
    await new Promise<void>((resolve) => {
      stranger!.listen(0, '127.0.0.1', resolve);
    });
    const address = stranger.address();
    return `opc.tcp://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  }

  it.each<[string, Parameters<typeof givenStranger>[0], string]>([
    ['something else', (write) => write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'NX_NET_REFUSED'],
    ['nothing', () => {}, 'NX_NET_TIMEOUT'],
    ['its end', (_write, end) => end(), 'NX_NET_REFUSED'],
    ['that it is busy', (write) => write('ERRF\x10\0\0\0\0\0\x7d\x80\xff\xff\xff\xff'), 'NX_NET_REFUSED'],
  ])('ends at the hello where %s answers', async (_what, answer, code) => {
    const steps = await probe({ endpoint: await givenStranger(answer) });
    expect(words(steps)).toEqual(['address pass', 'connect pass', 'hello fail']);
    expect(steps.at(-1)!.reason!.code).toBe(code);
  });

  it('ends at the connect where nobody listens', async () => {
    const endpoint = await givenStranger(() => {});
    stranger!.close();
    const steps = await probe({ endpoint });
    expect(words(steps)).toEqual(['address pass', 'connect fail']);
  });

  it('is called off at once', async () => {
    const stop = new AbortController();
    const endpoint = await givenStranger(() => stop.abort());
    await expect(probe({ endpoint }, [], stop.signal)).rejects.toMatchObject({ code: 'NX_CANCELLED' });
  });
});
