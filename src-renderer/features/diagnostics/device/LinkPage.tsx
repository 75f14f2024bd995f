import { RefreshCw } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { DeviceLink } from '../../../../src-shared/contract/diagnostics.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import { useDevices } from '../../../state/devices.ts';
import { gatewayNowUs } from '../../../state/gateway-clock.ts';
import { useLink } from '../../../state/link.ts';
import { useMay } from '../../../state/roles.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { DeviceWord } from '../../devices/DeviceWord.tsx';
import { useUnlessPaused } from '../use-unless-paused.ts';
import { LinkHistory } from './LinkHistory.tsx';
import { stateSentence, stepLines } from './link-words.ts';
import { PollBars } from './PollBars.tsx';
import { useAskedAgain } from './use-asked-again.ts';

const AGAIN_MS = 1_000;

/** The connection of a device: its breaker step by step, what waits at its endpoint, and how it got where it is. */
export function LinkPage({ device: id }: { readonly device: string }): ReactNode {
  const device = useDevices(({ list }) => list.find((one) => one.id === id));
  const health = useDevices((state) => state.health[id]) ?? device?.health;
  const ask = useCallback(() => rpc().diagnostics.link({ device: id }), [id]);
  const { value, reason, askAgain } = useAskedAgain(ask, id, AGAIN_MS);
  const link = useUnlessPaused(value);
  const name = device?.name ?? id;
  if (link === undefined && reason !== '')
    return <ErrorState title="The connection could not be looked at." cause={reason} onRetry={askAgain} />;
  if (link === undefined) return <Waiting text="Asking how its connection stands…" onRetry={askAgain} />;
  if (link === null)
    return (
      <EmptyState
        text={
          device?.enabled === false
            ? `${name} is disabled, so it is never connected. Enable it under Devices.`
            : `${name} is not polled now. Its connection will be shown here once it is.`
        }
      />
    );
  return (
    <div className="link-page" tabIndex={0} role="region" aria-label={`Breaker and queue of ${name}`}>
      <header className="link-head">
        {health ? <DeviceWord health={health} /> : null}
        <p>{stateSentence(link, gatewayNowUs())}</p>
        <LinkButtons device={id} link={link} onDone={askAgain} />
      </header>
      <Breaker link={link} />
      <dl className="link-facts">
        <Fact term="Connections made" text={formatInteger(link.connects)} />
        <Fact term="Reconnects" text={formatInteger(Math.max(0, link.connects - 1))} />
        <Fact term="Polls skipped" text={formatInteger(health?.pollsSkipped ?? 0)} />
        <Fact term="Polls failed" text={formatInteger(health?.pollsFailed ?? 0)} />
        <Fact
          term="Write queue"
          text={`${formatInteger(link.queue.writesWaiting)} / ${formatInteger(link.queue.writesMost)}`}
        />
        <Fact term="Polls waiting" text={formatInteger(link.queue.pollsWaiting)} />
        <Fact term="Devices at its endpoint" text={formatInteger(link.queue.devices)} />
      </dl>
      {link.polls.length === 0 ? null : <PollBars polls={link.polls} />}
      <LinkHistory device={id} transitions={link.transitions} />
    </div>
  );
}

function Fact({ term, text }: { readonly term: string; readonly text: string }): ReactNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

const TITLES = { closed: 'Closed', open: 'Open', 'half-open': 'Half-open' } as const;
const STATES = ['closed', 'open', 'half-open'] as const;

function Breaker({ link }: { readonly link: DeviceLink }): ReactNode {
  const lines = stepLines(link, gatewayNowUs());
  return (
    <ol className="breaker-steps" aria-label="Breaker">
      {STATES.map((state) => (
        <li key={state} aria-current={link.breaker.state === state ? 'step' : undefined}>
          <strong>
            {TITLES[state]}
            {link.breaker.state === state ? <span className="breaker-now"> · now</span> : null}
          </strong>
          {lines[state].map((line) => (
            <span key={line}>{line}</span>
          ))}
        </li>
      ))}
    </ol>
  );
}

interface LinkButtonsProps {
  readonly device: string;
  readonly link: DeviceLink;
  readonly onDone: () => void;
}

function LinkButtons({ device, link, onDone }: LinkButtonsProps): ReactNode {
  const isEngineer = useMay('configure');
  const isLinked = useLink(({ state }) => state.kind === 'open');
  const [said, setSaid] = useState('');
  const may = isEngineer && isLinked;
  const run = (reset: boolean, text: string): void =>
    void rpc()
      .diagnostics.reconnect({ device, reset })
      .then(
        () => {
          setSaid(text);
          onDone();
        },
        (error: unknown) => setSaid(toNexusError(error).text),
      );
  const isResting = link.nextTryUs !== null;
  const title = isEngineer ? undefined : 'Ask an Engineer to reconnect devices.';
  return (
    <div className="link-buttons">
      <button
        type="button"
        className="button"
        disabled={!may}
        title={title}
        onClick={() => run(false, isResting ? 'Tried now.' : 'Connected anew.')}
      >
        <RefreshCw size={16} strokeWidth={1.5} aria-hidden />
        {isResting ? 'Try now' : 'Reconnect now'}
      </button>
      <button
        type="button"
        className="button"
        disabled={!may}
        title={title ?? 'Forgets the failures that were counted, so that rests begin short again, and tries now.'}
        onClick={() => run(true, 'Counted from the beginning.')}
      >
        Reset breaker
      </button>
      <span role="status" className="quiet">
        {said}
      </span>
    </div>
  );
}
