import { Play, Square } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import { formatCell, parseCell } from '../../../src-shared/domain/memory-notation.ts';
import { CELL_FORMATS, type CellFormat } from './cell-text.ts';
import { areaChosen, bookOf, type DeviceMemory, windowChanged } from './memory-store.ts';
import { readCyclically, readingStopped, readOnce } from './read-cells.ts';

interface MemoryToolbarProps {
  readonly device: string;
  readonly memory: DeviceMemory;
  readonly area: MemoryAreaView;
  readonly children?: ReactNode;
}

const PERIODS = [250, 500, 1_000, 2_000, 5_000, 10_000] as const;
/** Of one window: what a scan takes. */
const MOST_SHOWN = 10_000;

/** What is read, how often, and how it is shown. */
export function MemoryToolbar({ device, memory, area, children }: MemoryToolbarProps): ReactNode {
  const { window, map, reading } = memory;
  const isRunning = reading === 'cyclic';
  const start = (): void => void (window.everyMs === null ? readOnce(device) : readCyclically(device));
  return (
    <div className="toolbar memory-toolbar">
      <label>
        Area{' '}
        <select
          className="select"
          value={area.id}
          onChange={({ target }) => {
            const next = map?.areas.find(({ id }) => id === target.value);
            if (next) areaChosen(device, next);
          }}
        >
          {map?.areas.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <WindowFields key={`${area.id} ${window.notation}`} device={device} memory={memory} area={area} />
      <label>
        Every{' '}
        <select
          className="select"
          value={window.everyMs ?? 'once'}
          onChange={({ target }) =>
            windowChanged(device, { everyMs: target.value === 'once' ? null : Number(target.value) })
          }
        >
          <option value="once">once</option>
          {PERIODS.map((ms) => (
            <option key={ms} value={ms}>
              {ms} ms
            </option>
          ))}
        </select>
      </label>
      {isRunning ? (
        <button key="stop" type="button" className="button" onClick={() => readingStopped(device)}>
          <Square size={16} strokeWidth={1.5} aria-hidden />
          Stop <span className="quiet">F9</span>
        </button>
      ) : (
        <button key="read" type="button" className="button primary" onClick={start}>
          <Play size={16} strokeWidth={1.5} aria-hidden />
          Read F9
        </button>
      )}
      {children}
      <span className="spacer" />
      <label>
        Addresses{' '}
        <select
          className="select"
          value={window.notation}
          onChange={({ target }) => windowChanged(device, { notation: target.value })}
        >
          {area.notations.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {area.cell === 'bit' ? null : (
        <label>
          Cells{' '}
          <select
            className="select"
            value={window.format}
            onChange={({ target }) => windowChanged(device, { format: target.value as CellFormat })}
          >
            {CELL_FORMATS.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        className="button"
        aria-pressed={window.shows === 'changes'}
        title="How often each cell changed since it was read first"
        onClick={() => windowChanged(device, { shows: window.shows === 'changes' ? 'values' : 'changes' })}
      >
        Changes
      </button>
      <button
        type="button"
        className="button"
        aria-pressed={window.changingOnly}
        onClick={() => windowChanged(device, { changingOnly: !window.changingOnly })}
      >
        Changing only
      </button>
      <button type="button" className="button" onClick={() => bookOf(device, area).forgetChanges()}>
        Count anew
      </button>
    </div>
  );
}

/** Where the window begins and how long it is; what is typed counts once it makes sense. */
function WindowFields({ device, memory: { window }, area }: Omit<MemoryToolbarProps, 'children'>): ReactNode {
  const notation = area.notations.find(({ id }) => id === window.notation) ?? area.notations[0]!;
  // What is being typed; otherwise the field follows the window.
  const [typedFrom, setFrom] = useState<string | null>(null);
  const [typedCount, setCount] = useState<string | null>(null);
  const from = typedFrom ?? formatCell(notation, window.from);
  const count = typedCount ?? String(window.count);
  const cell = parseCell(notation, from);
  const isFromRight = cell !== undefined && cell >= area.first && cell <= area.last;
  const number = /^\d{1,5}$/.test(count.trim()) ? Number(count) : 0;
  const most = Math.min(MOST_SHOWN, area.last - window.from + 1);
  const isCountRight = number >= 1 && number <= most;
  const take = (start: number, length: number): void => {
    const end = Math.min(start + length, area.last + 1);
    windowChanged(device, { from: start, count: end - start, run: { anchor: start, focus: start } });
  };
  const requests = Math.ceil(number / area.perRequest);
  const noun = area.cell === 'register' ? 'registers' : area.cell === 'byte' ? 'bytes' : 'bits';
  const first = formatCell(notation, area.first);
  return (
    <>
      <label>
        From{' '}
        <input
          className="field mono"
          size={8}
          value={from}
          aria-invalid={!isFromRight}
          onBlur={() => setFrom(null)}
          onChange={({ target }) => {
            setFrom(target.value);
            const next = parseCell(notation, target.value);
            if (next !== undefined && next >= area.first && next <= area.last) take(next, window.count);
          }}
        />
      </label>
      <label>
        Count{' '}
        <input
          className="field mono"
          size={5}
          inputMode="numeric"
          value={count}
          aria-invalid={!isCountRight}
          onBlur={() => setCount(null)}
          onChange={({ target }) => {
            setCount(target.value);
            const next = Number(target.value);
            if (Number.isInteger(next) && next >= 1 && next <= most) take(window.from, next);
          }}
        />
      </label>
      <span className="memory-note" role="status">
        {isFromRight
          ? isCountRight
            ? requests > 1
              ? `${number} ${noun} in one read is above the limit of ${area.perRequest}. It will be read in ${requests} requests.`
              : ''
            : `${count.trim() === '' ? 'Nothing' : count} is no count here. Use 1–${most}.`
          : `${from.trim() === '' ? 'Nothing' : `“${from}”`} is no address of ${area.title.toLowerCase()}. Use ${first} or later.`}
      </span>
    </>
  );
}
