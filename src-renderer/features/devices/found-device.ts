import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import type { FoundPeer } from '../../../src-shared/contract/discovery.ts';

type Known = Pick<DeviceView, 'id' | 'unsPrefix'>;

/** The device that reads what was found, under an id that is free and beside the first device of the project. */
export function deviceOfPeer(peer: FoundPeer, list: readonly Known[]) {
  const { host, protocol, protocolTitle, connection, identity } = peer;
  const stem = `${protocol}-${host.replaceAll('.', '-')}`;
  let id = stem;
  for (let number = 2; list.some((device) => device.id === id); number++) id = `${stem}-${number}`;
  const beside = list[0]?.unsPrefix.split('/').slice(0, -1).join('/');
  return {
    id,
    name: `${identity.model ?? protocolTitle} ${host}`,
    protocol,
    uns_prefix: `${beside === undefined || beside === '' ? 'plant1' : beside}/${id}`,
    connection,
    ...(Object.keys(identity).length > 0 && { asset: identity }),
  };
}
