import { type ReactNode, useCallback, useState } from 'react';
import {
  type DeviceLatency,
  LATENCY_WINDOWS,
  type LatencyView,
  type LatencyWindow,
} from '../../../../src-shared/contract/diagnostics.ts';
import { rpc } from '../../../rpc/connect.ts';
import { useDevices } from '../../../state/devices.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { formatInteger } from '../../../ui/number-format.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { useUnlessPaused } from '../use-unless-paused.ts';
import { LatencyChart } from './LatencyChart.tsx';
import { comparisonWords, KIND_WORDS, type LatencyKind, msWords, WINDOW_WORDS } from './latency-words.ts';
import { useAskedAgain } from './use-asked-again.ts';

const AGAIN_MS = 2_000;

/** How long the requests of a device take, by kind, beside yesterday's. */
export function LatencyPage({ device: id }: { readonly device: string }): ReactNode {
  const device = useDevices(({ list }) => list.find((one) => one.id === id));
  const [span, setSpan] = useState<LatencyWindow>('1h');
  const [picked, setPicked] = useState<LatencyKind>('poll');
  const ask = useCallback(() => rpc().diagnostics.latency({ device: id, window: span }), [id, span]);
  const { value, reason, askAgain } = useAskedAgain(ask, `${id} ${span}`, AGAIN_MS);
  const latency = useUnlessPaused(value);
  const name = device?.name ?? id;
  if (latency === undefined && reason !== '')
    return <ErrorState title="The latencies could not be read." cause={reason} onRetry={askAgain} />;
  const kinds = latency?.kinds ?? [];
  const shown = kinds.find(({ kind }) => kind === picked) ?? kinds[0];
  return (
    <div className="latency">
      <div className="toolbar">
        {LATENCY_WINDOWS.map((one) => (
          <button key={one} type="button" className="button" aria-pressed={one === span} onClick={() => setSpan(one)}>
            {WINDOW_WORDS[one].now}
          </button>
        ))}
      </div>
      {latency === undefined ? (
        <Waiting text="Asking how long its requests took…" onRetry={askAgain} />
      ) : !latency || !shown ? (
        <EmptyState text={emptyText(name, device?.enabled ?? true)} />
      ) : (
        <div className="latency-body" tabIndex={0} role="region" aria-label={`Latency of ${name}`}>
          <LatencyTable latency={latency} shown={shown.kind} onPick={setPicked} />
          <h2>{KIND_WORDS[shown.kind]}</h2>
          <p>{comparisonWords(shown.now, shown.before, span) ?? noComparison(shown.before, span)}</p>
          <LatencyChart
            edgesMs={latency.edgesMs}
            now={shown.now}
            before={shown.before}
            intervalsMs={shown.kind === 'poll' ? latency.intervalsMs : []}
          />
          <p className="latency-legend quiet" aria-hidden>
            <span className="legend-now" /> {WINDOW_WORDS[span].now}
            <span className="legend-before" /> {WINDOW_WORDS[span].before}
            {shown.kind === 'poll' && latency.intervalsMs.length > 0 ? (
              <>
                <span className="legend-interval" /> Poll interval
              </>
            ) : null}
          </p>
        </div>
      )}
    </div>
  );
}

const emptyText = (name: string, isEnabled: boolean): string =>
  isEnabled
    ? `Nothing was asked of ${name} yet. Its answers will be counted here by how long they took.`
    : `Nothing is asked of ${name}. It is disabled. Enable it under Devices.`;

const noComparison = ({ answers }: LatencyView, span: LatencyWindow): string =>
  answers === 0
    ? `${WINDOW_WORDS[span].before}: nothing to compare with yet.`
    : 'Too few answers to compare with yesterday.';

interface LatencyTableProps {
  readonly latency: DeviceLatency;
  readonly shown: LatencyKind;
  readonly onPick: (kind: LatencyKind) => void;
}

function LatencyTable({ latency, shown, onPick }: LatencyTableProps): ReactNode {
  const titles = ['Answers', 'p50', 'p95', 'p99', 'Longest', 'Timeouts', 'Other failures'];
  return (
    <table className="latency-table">
      <caption className="visually-hidden">Answers by kind of request</caption>
      <thead>
        <tr>
          <th scope="col">Requests</th>
          {titles.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
          <th scope="col">p95 {WINDOW_WORDS[latency.window].before.toLowerCase()}</th>
        </tr>
      </thead>
      <tbody>
        {latency.kinds.map(({ kind, now, before }) => (
          <tr key={kind} data-shown={kind === shown || undefined}>
            <th scope="row">
              <button type="button" className="link-button" aria-pressed={kind === shown} onClick={() => onPick(kind)}>
                {KIND_WORDS[kind]}
              </button>
            </th>
            <td>{formatInteger(now.answers)}</td>
            <td>{msWords(now.p50Ms)}</td>
            <td>{msWords(now.p95Ms)}</td>
            <td>{msWords(now.p99Ms)}</td>
            <td>{msWords(now.maxMs)}</td>
            <td>{formatInteger(now.timeouts)}</td>
            <td>{formatInteger(now.failed)}</td>
            <td>{msWords(before.p95Ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
