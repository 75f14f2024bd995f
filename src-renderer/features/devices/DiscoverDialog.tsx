import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { parseIpv4Range } from '../../../src-shared/domain/ipv4-range.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { DiscoveredPeers } from './DiscoveredPeers.tsx';
import { discoveryClosed, discoveryStarted, discoveryStopped, useDiscovery } from './discovery-store.ts';
import './discover.css';

type Suggested = Awaited<ReturnType<ReturnType<typeof rpc>['discovery']['suggest']>>;

/** Looks for devices in a network, where it was asked for. */
export function DiscoverDialog(): ReactNode {
  const isOpen = useDiscovery((state) => state.isOpen);
  return isOpen ? <Discover /> : null;
}

function Discover(): ReactNode {
  const [suggested, setSuggested] = useState<Suggested>();
  const [fault, setFault] = useState('');
  useEffect(() => {
    void rpc()
      .discovery.suggest({})
      .then(setSuggested, (error: unknown) => setFault(toNexusError(error).text));
  }, []);
  return (
    <Dialog title="Discover devices" onClose={discoveryClosed}>
      <div className="discover">
        {fault === '' ? null : <Message code="" text={fault} isAlert />}
        {suggested ? <Search suggested={suggested} /> : null}
      </div>
    </Dialog>
  );
}

interface PortChoice {
  readonly protocol: string;
  readonly title: string;
  readonly port: string;
  readonly isOn: boolean;
}

function Search({ suggested }: { readonly suggested: Suggested }): ReactNode {
  const run = useDiscovery();
  const [range, setRange] = useState(suggested.range);
  const [ports, setPorts] = useState<readonly PortChoice[]>(
    suggested.protocols.map((one) => ({ ...one, port: String(one.port), isOn: true })),
  );
  const chosen = ports.filter(({ isOn }) => isOn);
  const fault = faultOf(range, chosen, suggested.mostAddresses);
  const isRunning = run.state === 'running';
  const change = (protocol: string, to: Partial<PortChoice>): void =>
    setPorts(ports.map((one) => (one.protocol === protocol ? { ...one, ...to } : one)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (fault !== undefined || isRunning) return;
    const sought = chosen.map(({ protocol, port }) => ({ protocol, port: Number(port) }));
    void discoveryStarted({ range: range.trim(), sought });
  };
  return (
    <form onSubmit={submit}>
      <label className="discover-range">
        Addresses{' '}
        <input
          className="field mono"
          value={range}
          data-autofocus
          disabled={isRunning}
          onChange={(event) => setRange(event.target.value)}
        />
      </label>
      <fieldset className="discover-ports" disabled={isRunning}>
        <legend>Look for</legend>
        {ports.map(({ protocol, title, port, isOn }) => (
          <span key={protocol} className="discover-port">
            <label>
              <input
                type="checkbox"
                checked={isOn}
                onChange={(event) => change(protocol, { isOn: event.target.checked })}
              />{' '}
              {title}
            </label>
            <label>
              <span className="visually-hidden">{title}: </span>port{' '}
              <input
                className="field"
                inputMode="numeric"
                value={port}
                onChange={(event) => change(protocol, { port: event.target.value })}
              />
            </label>
          </span>
        ))}
      </fieldset>
      {fault === undefined ? (
        <Message code="" tone="warning" text={warning(range, chosen.length, suggested.atOnce)} />
      ) : (
        <Message code="" text={fault} />
      )}
      <div className="discover-actions">
        {isRunning ? (
          <button key="stop" type="button" className="button" onClick={discoveryStopped}>
            Stop
          </button>
        ) : (
          <button key="start" type="submit" className="button primary" disabled={fault !== undefined}>
            {run.state === 'none' ? 'Discover' : 'Discover again'}
          </button>
        )}
        {isRunning ? <progress aria-label="Discover devices" value={run.done} max={Math.max(1, run.total)} /> : null}
        <span role="status">{words(run)}</span>
      </div>
      {run.reason ? <Message code={run.reason.code} text={run.reason.text} isAlert /> : null}
      {run.found.length > 0 ? <DiscoveredPeers found={run.found} added={run.added} /> : null}
    </form>
  );
}

function faultOf(range: string, chosen: readonly PortChoice[], most: number): string | undefined {
  const parsed = parseIpv4Range(range);
  if (!parsed) return `“${range}” is no range of addresses. Write one like 192.168.1.0/24.`;
  if (parsed.count > most)
    return `${range.trim()} has ${formatInteger(parsed.count)} addresses, and a search takes ${formatInteger(most)} at most (a /20). Narrow the range.`;
  if (chosen.length === 0) return 'Nothing is looked for. Choose a protocol.';
  const wrong = chosen.find(({ port }) => !/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535);
  return wrong ? `Port ${wrong.port} is outside 1–65535.` : undefined;
}

const warning = (range: string, ports: number, atOnce: number): string =>
  `Ask before scanning a production network. This sends about ${formatInteger((parseIpv4Range(range)?.count ?? 0) * ports)} connection attempts, ${atOnce} at once, and asks what answers who it is. Nothing is written.`;

function words({ state, done, total, found }: ReturnType<typeof useDiscovery.getState>): string {
  const tried = `${formatInteger(done)} of ${formatInteger(total)} tried, ${found.length} found`;
  switch (state) {
    case 'none':
      return '';
    case 'running':
      return done === total && total > 0 ? `${tried}, asking who they are…` : tried;
    case 'done':
      return found.length === 0 ? `${formatInteger(total)} tried, nothing answered.` : `${tried}.`;
    case 'stopped':
      return `Stopped. ${tried}.`;
    case 'refused':
      return 'The search could not go on.';
  }
}
