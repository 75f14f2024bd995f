import { Radar } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import { formatCell } from '../../../src-shared/domain/memory-notation.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import { useMay } from '../../state/roles.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Message } from '../../ui/Message.tsx';
import { usePageCommands } from '../../ui/page-context.ts';
import { formatTime } from '../../ui/time-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { BlockPanes } from './blocks/BlockPanes.tsx';
import { CellGrid } from './CellGrid.tsx';
import { DecoderPane } from './DecoderPane.tsx';
import { followScan, isScanning } from './follow-scan.ts';
import { MemoryToolbar } from './MemoryToolbar.tsx';
import { areaOf, bookOf, type DeviceMemory, loadMemory, memoryOf, useMemoryOf, windowChanged } from './memory-store.ts';
import { newTagsOf } from './memory-tags.ts';
import { cellWords } from './paint-cells.ts';
import { readCyclically, readingStopped, readOnce } from './read-cells.ts';
import { ScanRangeDialog } from './ScanRangeDialog.tsx';
import { ScanStrip } from './ScanStrip.tsx';
import './memory.css';

/** The memory of one device, cell by cell, and what it may mean. */
export function MemoryPage({ device: id }: { readonly device: string }): ReactNode {
  const device = useDevices((state) => state.list.find((one) => one.id === id));
  const isEngineer = useMay('configure');
  const memory = useMemoryOf(id);
  useEffect(() => {
    if (isEngineer && memoryOf(id).map === null) void loadMemory(id);
    const unfollow = isEngineer ? followScan(id) : undefined;
    return () => {
      unfollow?.();
      // Nobody looks any more.
      readingStopped(id);
    };
  }, [id, isEngineer]);
  const [isAsking, setAsking] = useState(false);
  usePageCommands(useCommandsOf(id));
  const area = areaOf(memory);
  if (!isEngineer) return <EmptyState text="Looking at memory asks the device. Ask an Engineer to look at it." />;
  if (!device)
    return (
      <EmptyState text={`“${id}” is no longer in this project.`}>
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
      </EmptyState>
    );
  if (memory.status === 'failed' && memory.map === null)
    return (
      <ErrorState
        title={`The memory of ${device.name} could not be looked at.`}
        cause={memory.reason?.text ?? ''}
        code={memory.reason?.code}
        onRetry={() => void loadMemory(id)}
      />
    );
  if (memory.map === null || !area)
    return <Waiting text={`Asking what ${device.name} has to look at…`} onRetry={() => void loadMemory(id)} />;
  return (
    <div className="memory" role="region" aria-label={`${memory.map.title} of ${device.name}`}>
      <MemoryToolbar device={id} memory={memory} area={area}>
        <button type="button" className="button" disabled={isScanning(memory)} onClick={() => setAsking(true)}>
          <Radar size={16} strokeWidth={1.5} aria-hidden />
          Scan range…
        </button>
      </MemoryToolbar>
      {memory.scan ? <ScanStrip device={id} scan={memory.scan} map={memory.map} /> : null}
      {isAsking ? (
        <ScanRangeDialog device={id} area={area} window={memory.window} onClose={() => setAsking(false)} />
      ) : null}
      {memory.fault ? (
        <Message code={memory.fault.code} text={`${memory.fault.text} Below is what was read before.`} isAlert />
      ) : null}
      {memory.map.hasPlaces ? (
        <BlockPanes device={id} memory={memory} map={memory.map} area={area}>
          <Cells device={id} memory={memory} area={area} />
        </BlockPanes>
      ) : (
        <div className="memory-panes">
          <Cells device={id} memory={memory} area={area} />
          <DecoderPane device={id} memory={memory} area={area} />
        </div>
      )}
    </div>
  );
}

interface CellsProps {
  readonly device: string;
  readonly memory: DeviceMemory;
  readonly area: MemoryAreaView;
}

function Cells({ device, memory, area }: CellsProps): ReactNode {
  const { window, last } = memory;
  const book = bookOf(device, area);
  const notation = area.notations.find(({ id }) => id === window.notation) ?? area.notations[0]!;
  return (
    <div className="memory-cells">
      {last === null && book.looks === 0 ? <p className="memory-hint">Choose an area and read.</p> : null}
      <CellGrid
        label={area.title}
        book={book}
        notation={notation}
        format={window.format}
        shows={window.shows}
        run={window.run}
        from={window.from}
        end={Math.min(window.from + window.count, area.last + 1)}
        changingOnly={window.changingOnly}
        onRun={(next) => windowChanged(device, { run: next, chosen: null })}
      />
      <CellStatus memory={memory} area={area} book={book} />
    </div>
  );
}

/** The cell in focus in all notations, why it cannot be read, and how the last look went. */
function CellStatus({
  memory: { window, last },
  area,
  book,
}: Omit<CellsProps, 'device'> & { readonly book: ReturnType<typeof bookOf> }): ReactNode {
  const { focus } = window.run;
  const reason = book.reason(focus);
  return (
    <div className="memory-status">
      <span className="mono">{area.notations.map((notation) => formatCell(notation, focus)).join(' · ')}</span>
      <span>{reason ? reason.text : cellWords(focus, { book, format: window.format })}</span>
      <span className="spacer" />
      <span className="quiet">
        {last
          ? `Read ${formatTime(last.timeUs / 1_000)}, ${last.requests === 1 ? '1 request' : `${last.requests} requests`} in ${Math.round(last.tookMs)} ms${last.isOwnConnection ? ', over a connection of its own' : ''}`
          : ''}
      </span>
    </div>
  );
}

function useCommandsOf(device: string) {
  return useMemo(
    () => [
      {
        id: 'memory.tags',
        title: 'Memory: Make tags of the chosen cells',
        keys: ['Ctrl+Shift+A'],
        run: () => {
          const memory = memoryOf(device);
          const area = areaOf(memory);
          if (!area) return;
          void newTagsOf(device, area, memory.window, bookOf(device, area)).then(
            () => tabOpened(`device/${device}/tags`, 'kept'),
            (error: unknown) => noticed({ kind: 'failed', text: toNexusError(error).text }),
          );
        },
      },
      {
        id: 'memory.read',
        title: 'Memory: Read or stop',
        keys: ['F9'],
        run: () => {
          const { reading, window } = memoryOf(device);
          if (reading === 'cyclic') readingStopped(device);
          else void (window.everyMs === null ? readOnce(device) : readCyclically(device));
        },
      },
    ],
    [device],
  );
}
