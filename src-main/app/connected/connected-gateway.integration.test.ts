import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type DeployRig, deployRig } from '../../testing/deploy-rig.ts';
import { connectPort, type PagePort } from '../../testing/port-client.ts';
import { gatewayCertificate } from './gateway-certificate.ts';
import { relayToGateway } from './relay-to-gateway.ts';

let lifetime: Lifetime;
let rig: DeployRig;
let address: string;

beforeAll(async () => {
  lifetime = new Lifetime('connected gateway');
  rig = await deployRig(lifetime, { devices: 1, tls: true });
  address = `https://127.0.0.1:${rig.gateway.service.port}`;
});
afterAll(() => lifetime.dispose());

describe('a gateway behind TLS', () => {
  it('is paired and deployed to, also after it was started anew', async () => {
    expect((await rig.deploy()).state).toBe('done');
    await rig.gateway.service.kill();
    await rig.gateway.service.start();
    const path = `/deploy/targets/${rig.target.id}/check`;
    expect(await rig.workstation.ask<TargetView>('POST', path, {})).toMatchObject({
      agent: { state: 'ok' },
      drift: { kind: 'none' },
    });
  });

  it('is shown by a window of this program, which needs no network', async () => {
    const { fingerprint } = await gatewayCertificate(address);
    const { port1: page, port2: engine } = new MessageChannel();
    const client = connectPort(page as unknown as PagePort);
    const relay = await relayToGateway({ address, token: undefined, certificate: fingerprint }, engine);
    await client.greeted;
    expect(await client.rpc.devices.list({})).toHaveLength(1);
    await relay.dispose();
    await client.closed;
  });

  it('is not shown with another certificate than the one that was stored', async () => {
    const { port1: page, port2: engine } = new MessageChannel();
    const client = connectPort(page as unknown as PagePort);
    const gateway = { address, token: undefined, certificate: 'AA:BB' };
    await expect(relayToGateway(gateway, engine)).rejects.toMatchObject({ code: 'NX_DEPLOY_KEY' });
    await client.closed;
  });

  it('that goes away closes the port, and its page asks again', async () => {
    const { fingerprint } = await gatewayCertificate(address);
    const { port1: page, port2: engine } = new MessageChannel();
    const client = connectPort(page as unknown as PagePort);
    lifetime.add(await relayToGateway({ address, token: undefined, certificate: fingerprint }, engine));
    await client.greeted;
    await rig.gateway.service.kill();
    await client.closed;
  });
});
