import type { ReactNode } from 'react';
import type { FoundPeer } from '../../../src-shared/contract/discovery.ts';
import { tabOpened } from '../../state/layout.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { type Discovery, discoveryClosed, keyOf, peerAdded } from './discovery-store.ts';

interface DiscoveredPeersProps {
  readonly found: readonly FoundPeer[];
  readonly added: Discovery['added'];
}

/** What a search came across, each with who it says it is and the way into the project. */
export function DiscoveredPeers({ found, added }: DiscoveredPeersProps): ReactNode {
  return (
    <div className="discover-found" role="region" aria-label="Found" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Protocol</th>
            <th scope="col">Says</th>
            <th scope="col">
              <span className="visually-hidden">Add</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((peer) => (
            <tr key={`${keyOf(peer)} ${peer.protocol}`}>
              <td className="mono">{keyOf(peer)}</td>
              <td>
                <span className="discover-state">
                  <Glyph name={peer.state === 'device' ? 'ok' : 'half'} />
                  {peer.state === 'device' ? peer.protocolTitle : `Open, maybe ${peer.protocolTitle}`}
                </span>
              </td>
              <td>{peer.text}</td>
              <td>
                <Add peer={peer} added={added[keyOf(peer)]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AddProps {
  readonly peer: FoundPeer;
  readonly added: Discovery['added'][string] | undefined;
}

function Add({ peer, added }: AddProps): ReactNode {
  if (added && 'id' in added) {
    const open = (): void => {
      discoveryClosed();
      tabOpened(`device/${added.id}/tags`, 'kept');
    };
    return (
      <button type="button" className="button" onClick={open}>
        Open tags
      </button>
    );
  }
  return (
    <>
      <button type="button" className="button" aria-label={`Add ${keyOf(peer)}`} onClick={() => void peerAdded(peer)}>
        Add
      </button>
      {added ? <span role="alert"> {added.fault}</span> : null}
    </>
  );
}
