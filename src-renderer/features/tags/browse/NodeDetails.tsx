import { type ReactNode, useEffect, useRef } from 'react';
import type { BrowsedNode } from '../../../../src-shared/contract/drivers.ts';
import { rpc } from '../../../rpc/connect.ts';
import { useDevices } from '../../../state/devices.ts';
import { formatClock } from '../../../ui/time-format.ts';

/** Between two readings of the value. */
const EVERY_MS = 1_000;

/**
 * What the node that has the focus is. Its value is read again and again where the device is connected: over a connection of
 * its own each reading would open another one.
 */
export function NodeDetails({ device, node }: { readonly device: string; readonly node: BrowsedNode }): ReactNode {
  const value = useRef<HTMLElement>(null);
  const at = useRef<HTMLElement>(null);
  const isConnected = useDevices(({ health }) => {
    const kind = health[device]?.status.kind;
    return kind === 'connected' || kind === 'degraded';
  });
  const { address, kind, unit } = node;
  const isFollowed = isConnected && kind === 'value';
  useEffect(() => {
    if (!isFollowed) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const read = async (): Promise<void> => {
      try {
        const { self } = await rpc().drivers.browse({ device, address }, { signal: stop.signal });
        if (stop.signal.aborted) return;
        if (self && value.current && at.current) {
          value.current.textContent = withUnit(self.value, self.unit);
          at.current.textContent = formatClock(Date.now());
        }
      } catch {
        // The value stays with the time it was read at; the tree says why a branch is not read.
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void read(), EVERY_MS);
    };
    timer = setTimeout(() => void read(), EVERY_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [device, address, isFollowed]);
  return (
    <dl key={address} className="node-details">
      <dt>Address</dt>
      <dd className="mono">{address}</dd>
      {node.description === '' ? null : (
        <>
          <dt>Description</dt>
          <dd>{node.description}</dd>
        </>
      )}
      {kind === 'value' ? (
        <>
          <dt>Value</dt>
          <dd>
            <span ref={value} className="mono node-now">
              {withUnit(node.value, unit)}
            </span>{' '}
            <span ref={at} className="quiet" />
          </dd>
        </>
      ) : null}
    </dl>
  );
}

const withUnit = (value: string, unit: string): string => `${value} ${unit}`.trim();
