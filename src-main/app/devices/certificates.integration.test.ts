import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import type { LinkStatus } from '../../../src-shared/contract/devices.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { freePort } from '../../testing/free-port.ts';
import { SecureOpcUaPeer } from '../../testing/secure-opcua-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';

describe.skipIf(trixieMissing('open62541') !== undefined)('an engine with a secure OPC UA server', () => {
  const lifetime = new Lifetime('certificates');
  let peer: SecureOpcUaPeer;
  let rpc: NexusClient;
  let port = 0;
  beforeAll(async () => {
    peer = lifetime.add(await SecureOpcUaPeer.make());
    peer.identify({ name: 'PLC7' });
    await peer.start();
    const device = {
      id: 'plc7',
      protocol: 'opcua',
      uns_prefix: 'acme/plc7',
      connection: { endpoint: peer.url, security_mode: 'SignAndEncrypt' },
      tags: [{ id: 'level', address: 'ns=1;s=level' }],
    };
    ({ rpc, port } = await engineRig([device], lifetime));
  }, 30_000);
  afterAll(() => lifetime.dispose());

  const status = async (): Promise<LinkStatus> => (await rpc.devices.get({ device: 'plc7' })).health.status;
  const call = async (method: string, path: string): Promise<{ status: number; body: Record<string, string> }> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };

  it('does not connect, says why, and offers the certificate to be looked at', async () => {
    await vi.waitFor(
      async () => expect(await status()).toMatchObject({ reason: { code: 'NX_OPCUA_UNTRUSTED' } }),
      20_000,
    );
    const list = await rpc.certificates.list({});
    expect(list).toMatchObject([
      { protocol: 'opcua', protocolTitle: 'OPC UA', store: 'rejected', name: 'PLC7', seen: { endpoint: peer.url } },
    ]);
    const { thumbprint } = list[0]!;
    const { entries } = await rpc.audit.entries({ filter: 'action:certificate.refused' });
    expect(entries.map(({ action, object, code }) => `${action} ${object} ${code}`)).toEqual([
      'certificate.refused device plc7 NX_OPCUA_UNTRUSTED',
    ]);
    expect(JSON.stringify(entries[0]!.after).replaceAll(/[\s:]/g, '').toUpperCase()).toContain(
      thumbprint.toUpperCase(),
    );
  });

  it('is told what the server offers, best first, with the same certificate, and trusts nothing by it', async () => {
    const offered = await rpc.drivers.offers({ protocol: 'opcua', connection: { endpoint: peer.url } });
    expect(offered[0]).toMatchObject({
      protection: 'strong',
      connection: { endpoint: peer.url, security_mode: 'SignAndEncrypt', security_policy: 'Aes256_Sha256_RsaPss' },
      certificate: { name: 'PLC7', fault: { code: 'NX_OPCUA_UNTRUSTED' } },
    });
    expect(offered[0]!.cells.map(({ text }) => text)).toEqual([
      'Sign and encrypt',
      'Aes256_Sha256_RsaPss',
      expect.stringContaining('anonymous'),
    ]);
    expect((await rpc.certificates.list({})).map(({ store }) => store)).toEqual(['rejected']);
  });

  it('says why nothing is offered', async () => {
    const nobody = { endpoint: `opc.tcp://127.0.0.1:${await freePort()}` };
    await expect(rpc.drivers.offers({ protocol: 'opcua', connection: nobody })).rejects.toMatchObject({
      code: 'NX_NET_REFUSED',
    });
    await expect(rpc.drivers.offers({ protocol: 'opcua', connection: {} })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await expect(
      rpc.drivers.offers({ protocol: 'modbus-tcp', connection: { host: '127.0.0.1' } }),
    ).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
  });

  it('connects without a restart when somebody trusts the server, and no more when that is taken away', async () => {
    const [{ thumbprint } = { thumbprint: '' }] = await rpc.certificates.list({});
    expect(await call('POST', `/certificates/opcua/${thumbprint}/trust`)).toMatchObject({ status: 200 });
    await vi.waitFor(async () => expect(await status()).toMatchObject({ kind: 'connected' }), 5_000);
    await vi.waitFor(async () => {
      const { health } = await rpc.devices.get({ device: 'plc7' });
      expect(health).toMatchObject({ mode: 'subscribed', tagsGood: 1 });
    }, 10_000);
    expect(await rpc.certificates.list({})).toMatchObject([{ store: 'own' }, { store: 'trusted', seen: null }]);
    const offered = await rpc.drivers.offers({ protocol: 'opcua', connection: { endpoint: peer.url } });
    expect(offered[0]?.certificate?.fault).toBeNull();
    await rpc.certificates.reject({ protocol: 'opcua', thumbprint });
    await peer.start();
    await vi.waitFor(
      async () => expect(await status()).toMatchObject({ reason: { code: 'NX_OPCUA_UNTRUSTED' } }),
      20_000,
    );
  }, 100_000);

  it('gives our certificate away, and never the key', async () => {
    const own = await call('GET', '/certificates/opcua/own');
    expect(own.body['pem']).toContain('BEGIN CERTIFICATE');
    expect(JSON.stringify(own.body)).not.toContain('PRIVATE');
    const before = own.body['derBase64'];
    await rpc.certificates.renew({ protocol: 'opcua' });
    expect((await rpc.certificates.own({ protocol: 'opcua' })).derBase64).not.toBe(before);
  });

  it('takes a certificate from a file, forgets one, and refuses what is none', async () => {
    // A server that is there offers its certificate again with each attempt.
    await peer.stop();
    await vi.waitFor(async () => expect(await status()).toMatchObject({ reason: { code: 'NX_NET_REFUSED' } }), 30_000);
    const base64 = Buffer.from(peer.certificate).toString('base64');
    await rpc.certificates.add({ protocol: 'opcua', store: 'trusted', base64 });
    const [, trusted] = await rpc.certificates.list({});
    expect(trusted).toMatchObject({ store: 'trusted', name: 'PLC7' });
    expect(await call('DELETE', `/certificates/opcua/${trusted!.thumbprint}`)).toMatchObject({ status: 200 });
    expect(await call('DELETE', `/certificates/opcua/${trusted!.thumbprint}`)).toMatchObject({ status: 404 });
    await expect(rpc.certificates.add({ protocol: 'opcua', store: 'trusted', base64: 'AAAA' })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
    await expect(rpc.certificates.trust({ protocol: 's7', thumbprint: 'A'.repeat(40) })).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
  }, 60_000);
});
