import { Download, Pause, Play, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { TrafficState } from '../../../src-shared/contract/traffic.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import type { ListView } from '../../ui/use-list-view.ts';
import type { Exchange } from './exchanges.ts';
import { savePcapng } from './save-pcapng.ts';
import { clearTraffic, pauseTraffic, recordTraffic, type TrafficView } from './traffic-store.ts';

interface TrafficToolbarProps {
  readonly device: string;
  readonly view: TrafficView;
  readonly list: ListView<Exchange>;
}

/** How the recording stands, and what can be done with it. */
export function TrafficToolbar({ device, view, list }: TrafficToolbarProps): ReactNode {
  const [said, setSaid] = useState('');
  const { state, isPaused, waiting } = view;
  const run = (work: () => Promise<string | void>): void =>
    void work().then(
      (text) => setSaid(text ?? ''),
      (error: unknown) => setSaid(toNexusError(error).text),
    );
  return (
    <div className="toolbar traffic-toolbar">
      <RecordingWord state={state} isPaused={isPaused} waiting={waiting.length} />
      <FilterBar label="Filter: 40108 refused took>100ms" {...list.bar} />
      <span className="spacer" />
      <span className="quiet" role="status">
        {said}
      </span>
      <button type="button" className="button" aria-pressed={isPaused} onClick={() => pauseTraffic(device, !isPaused)}>
        {isPaused ? (
          <Play size={16} strokeWidth={1.5} aria-hidden />
        ) : (
          <Pause size={16} strokeWidth={1.5} aria-hidden />
        )}
        {isPaused ? 'Go on' : 'Pause'}
      </button>
      <button
        type="button"
        className="button"
        aria-pressed={state?.on ?? false}
        title="Goes on when this page is closed"
        onClick={() => run(() => recordTraffic(device, !state?.on))}
      >
        Keep recording
      </button>
      <button type="button" className="button" onClick={() => run(() => clearTraffic(device))}>
        <Trash2 size={16} strokeWidth={1.5} aria-hidden />
        Clear
      </button>
      <button type="button" className="button" onClick={() => run(async () => savedText(await savePcapng(device)))}>
        <Download size={16} strokeWidth={1.5} aria-hidden />
        Save pcapng
      </button>
    </div>
  );
}

const savedText = ({ name, frames }: { readonly name: string; readonly frames: number }): string =>
  `${formatInteger(frames)} frames in ${name}`;

interface RecordingWordProps {
  readonly state: TrafficState | undefined;
  readonly isPaused: boolean;
  readonly waiting: number;
}

function RecordingWord({ state, isPaused, waiting }: RecordingWordProps): ReactNode {
  if (!state) return null;
  const lost = state.dropped + state.missed;
  const word = isPaused ? `Paused, ${formatInteger(waiting)} frames wait` : 'Recording';
  return (
    <span className="traffic-word">
      <Glyph name={isPaused ? 'paused' : 'ok'} />
      {word}
      <span className="quiet">
        {formatInteger(state.frames)} frames, {kibibytes(state.bytes)} of {kibibytes(state.limitBytes)}
        {lost === 0 ? '' : `, ${formatInteger(lost)} older ones gone`}
      </span>
    </span>
  );
}

const kibibytes = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MiB` : `${formatInteger(Math.ceil(bytes / 1024))} KiB`;
