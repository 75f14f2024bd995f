import { expect, it } from 'vitest';
import type { FoundPeer } from '../../../src-shared/contract/discovery.ts';
import { deviceOfPeer } from './found-device.ts';

const peer: FoundPeer = {
  host: '10.0.0.7',
  port: 502,
  protocol: 'modbus-tcp',
  protocolTitle: 'Modbus TCP',
  state: 'device',
  text: 'ACME · M7',
  connection: { host: '10.0.0.7', port: 502 },
  identity: { make: 'ACME', model: 'M7' },
};

it('what was found becomes a device beside the others, under an id of its own and with its identity', () => {
  const list = [{ id: 'modbus-tcp-10-0-0-7', unsPrefix: 'acme/plant1/boiler' }];
  expect(deviceOfPeer(peer, list)).toEqual({
    id: 'modbus-tcp-10-0-0-7-2',
    name: 'M7 10.0.0.7',
    protocol: 'modbus-tcp',
    uns_prefix: 'acme/plant1/modbus-tcp-10-0-0-7-2',
    connection: { host: '10.0.0.7', port: 502 },
    asset: { make: 'ACME', model: 'M7' },
  });
  expect(deviceOfPeer({ ...peer, identity: {} }, [])).toMatchObject({
    name: 'Modbus TCP 10.0.0.7',
    uns_prefix: 'plant1/modbus-tcp-10-0-0-7',
  });
});
