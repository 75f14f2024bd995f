import type { ReactNode } from 'react';
import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { historianState, hostState, logRoom, logState, type PartState, publisherState } from './pipeline-states.ts';

/** Log, publisher, historian and the threads they run in: state, rates, and why where something is not well. */
export function EngineParts({ status }: { readonly status: SystemStatus }): ReactNode {
  return (
    <div className="diagnostics-parts">
      <LogPart status={status} />
      <PublisherPart status={status} />
      <HistorianPart status={status} />
      <HostsPart status={status} />
    </div>
  );
}

type PartProps = { readonly status: SystemStatus };

function LogPart({ status }: PartProps): ReactNode {
  const { log, pointsPerSecond, pollsSkipped } = status;
  const share = log.budgetBytes > 0 ? Math.min(1, log.usedBytes / log.budgetBytes) : 0;
  return (
    <Part title="Log" state={logState(status)} reason={log.state === 'ok' ? '' : log.text} bar={share}>
      <Fact name="Points in" text={`${formatInteger(pointsPerSecond)}/s`} />
      <Fact name="Dropped" text={`${formatInteger(log.droppedPoints)} points`} />
      <Fact name="Polls skipped" text={formatInteger(pollsSkipped)} />
      <Fact name="Room" text={logRoom(log)} />
    </Part>
  );
}

function PublisherPart({ status }: PartProps): ReactNode {
  const { publisher } = status;
  const broker = publisher.broker === '' ? 'None' : publisher.broker;
  return (
    <Part title="Publisher" state={publisherState(status)} reason={publisher.reason?.text ?? ''}>
      <Fact name="Broker" text={broker} />
      <Fact name="Points out" text={`${formatInteger(publisher.pointsPerSecond)}/s`} />
      <Fact name="Queued" text={`${formatInteger(publisher.queued)} points`} />
    </Part>
  );
}

function HistorianPart({ status }: PartProps): ReactNode {
  const { historian } = status;
  return (
    <Part title="Historian" state={historianState(status)} reason="">
      <Fact name="Points out" text={`${formatInteger(historian.pointsPerSecond)}/s`} />
      <Fact name="Queued" text={`${formatInteger(historian.queued)} points`} />
    </Part>
  );
}

function HostsPart({ status }: PartProps): ReactNode {
  return (
    <section className="diagnostics-card diagnostics-hosts" aria-label="Worker threads">
      <h2>Worker threads</h2>
      <ul className="host-list">
        {status.hosts.map((host) => (
          <li key={host.name}>
            <span className="host-name">{host.name}</span>
            <State state={hostState(host)} />
            <span className="quiet">
              {host.restarts === 1 ? '1 restart' : `${formatInteger(host.restarts)} restarts`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PartFrame {
  readonly title: string;
  readonly state: PartState;
  readonly reason: string;
  /** How full it is, 0…1; the facts say it in words. */
  readonly bar?: number;
  readonly children: ReactNode;
}

function Part({ title, state, reason, bar, children }: PartFrame): ReactNode {
  return (
    <section className="diagnostics-card" aria-label={title}>
      <header className="part-header">
        <h2>{title}</h2>
        <State state={state} />
      </header>
      <dl className="part-facts">{children}</dl>
      {bar === undefined ? null : (
        <div className="log-bar" data-tone={state.tone} aria-hidden>
          <div style={{ width: `${100 * bar}%` }} />
        </div>
      )}
      {reason === '' ? null : (
        <p className="part-reason" data-tone={state.tone}>
          {reason}
        </p>
      )}
    </section>
  );
}

function State({ state: { glyph, tone, word } }: { readonly state: PartState }): ReactNode {
  return (
    <span className="part-state" data-tone={tone}>
      <Glyph name={glyph} />
      {word}
    </span>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
