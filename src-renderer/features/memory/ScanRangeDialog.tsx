import { type ReactNode, useState } from 'react';
import { type MemoryAreaView, MOST_SCANNED } from '../../../src-shared/contract/memory.ts';
import { formatCell, parseCell } from '../../../src-shared/domain/memory-notation.ts';
import { rpc } from '../../rpc/connect.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { scanBroughtUp } from './follow-scan.ts';
import { type MemoryWindow, memoryChanged } from './memory-store.ts';
import { readingStopped } from './read-cells.ts';

interface ScanRangeDialogProps {
  readonly device: string;
  readonly area: MemoryAreaView;
  readonly window: MemoryWindow;
  readonly onClose: () => void;
}

/** Which cells a scan looks at, and how gently. */
export function ScanRangeDialog({ device, area, window, onClose }: ScanRangeDialogProps): ReactNode {
  const notation = area.notations.find(({ id }) => id === window.notation) ?? area.notations[0]!;
  const size = area.last - area.first + 1;
  const [from, setFrom] = useState(formatCell(notation, window.from));
  const [count, setCount] = useState(String(Math.min(1_000, size)));
  const [way, setWay] = useState<'blocks' | 'pairs' | 'single'>('blocks');
  const [pace, setPace] = useState('50');
  const [repeats, setRepeats] = useState(false);
  const start = parseCell(notation, from);
  const number = Number(count);
  const paceMs = Number(pace);
  const most = Math.min(MOST_SCANNED, area.last - (start ?? area.first) + 1);
  const whyNot =
    start === undefined || start < area.first || start > area.last
      ? `“${from}” is no address of ${area.title.toLowerCase()}. Use ${formatCell(notation, area.first)} or later.`
      : !Number.isInteger(number) || number < 1 || number > most
        ? `Count ${count} is outside 1–${most}.`
        : !Number.isInteger(paceMs) || paceMs < 50 || paceMs > 60_000
          ? `A pause of ${pace} ms is outside 50–60000 ms: a scan sends 20 requests a second at most.`
          : undefined;
  const begin = async (): Promise<void> => {
    readingStopped(device);
    const scan = await rpc().memory.scan({
      ...{ device, area: area.id, start: start!, count: number, paceMs, repeats },
      perRequest: way === 'single' ? 1 : null,
      pairs: way === 'pairs',
    });
    memoryChanged(device, { scan });
    scanBroughtUp(device, scan);
    onClose();
  };
  return (
    <FormDialog
      title={`Scan ${area.title.toLowerCase()}`}
      action="Scan"
      whyNot={whyNot}
      onSubmit={begin}
      onClose={onClose}
      className="memory-scan"
    >
      <p className="quiet">
        Reads only, block by block, and halves what the device refuses. It goes on when this page is closed, and its
        result stays until the next scan.
      </p>
      <label>
        From
        <input className="field mono" data-autofocus value={from} onChange={({ target }) => setFrom(target.value)} />
      </label>
      <label>
        Count
        <input
          className="field mono"
          inputMode="numeric"
          value={count}
          onChange={({ target }) => setCount(target.value)}
        />
      </label>
      <label>
        In one request
        <select className="select" value={way} onChange={({ target }) => setWay(target.value as typeof way)}>
          <option value="blocks">as many as the device takes</option>
          {area.cell === 'register' ? <option value="pairs">pairs at least, never half a 32-bit value</option> : null}
          <option value="single">one at a time</option>
        </select>
      </label>
      <label>
        Pause between requests, ms
        <input
          className="field mono"
          inputMode="numeric"
          value={pace}
          onChange={({ target }) => setPace(target.value)}
        />
      </label>
      <label className="memory-scan-check">
        <input type="checkbox" checked={repeats} onChange={({ target }) => setRepeats(target.checked)} />
        Again and again until stopped, to see which cells change
      </label>
      {whyNot === undefined ? null : (
        <p className="memory-scan-fault" role="status">
          {whyNot}
        </p>
      )}
    </FormDialog>
  );
}
