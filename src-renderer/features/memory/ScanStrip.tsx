import { type ReactNode, useState } from 'react';
import type { MemoryMapView, MemoryScanView } from '../../../src-shared/contract/memory.ts';
import { formatCell } from '../../../src-shared/domain/memory-notation.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { saveFile } from '../../rpc/save-file.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { scanBroughtUp, scanEnded } from './follow-scan.ts';
import { scanCsv } from './scan-csv.ts';

interface ScanStripProps {
  readonly device: string;
  readonly scan: MemoryScanView;
  readonly map: MemoryMapView;
}

/** How far the scan of this device is, or how it ended, and what can be done with what it found. */
export function ScanStrip({ device, scan, map }: ScanStripProps): ReactNode {
  const [said, setSaid] = useState('');
  const { job, wish, waits } = scan;
  const area = map.areas.find(({ id }) => id === wish.area);
  if (!area) return null;
  const isRunning = job.state === 'running';
  const range = `${formatCell(area.notations[0]!, wish.start)}–${formatCell(area.notations[0]!, wish.start + wish.count - 1)}`;
  const save = (): void =>
    void scanCsv(device, scan, area).then(
      (text) => saveFile(`${device}-${wish.area}.csv`, [text], 'text/csv'),
      (error: unknown) => setSaid(toNexusError(error).text),
    );
  return (
    <div className="toolbar memory-scan-strip">
      <Glyph name={isRunning ? (waits ? 'half' : 'connecting') : job.state === 'done' ? 'ok' : 'stale'} />
      <span>
        Scan of {area.title.toLowerCase()} <span className="mono">{range}</span>:
      </span>
      {isRunning && !wish.repeats ? (
        <progress aria-label="Scan" value={scan.done} max={wish.count} className="memory-scan-progress" />
      ) : null}
      <span role="status" data-testid="scan-words">
        {words(scan)}
      </span>
      <span className="spacer" />
      {said === '' ? null : <span role="alert">{said}</span>}
      {isRunning ? (
        <button type="button" className="button" onClick={() => scanEnded(device, scan)}>
          Stop the scan
        </button>
      ) : null}
      <button type="button" className="button" onClick={() => scanBroughtUp(device, scan)}>
        Show its cells
      </button>
      <button type="button" className="button" onClick={save}>
        Export CSV
      </button>
    </div>
  );
}

function words({ job, wish, done, found, rounds, waits }: MemoryScanView): string {
  const known = `${formatInteger(done)} of ${formatInteger(wish.count)}, ${formatInteger(found)} found`;
  if (job.state !== 'running') {
    const end = { done: 'ended', cancelled: 'stopped', failed: 'could not go on' }[job.state];
    return `${end}, ${known}${rounds > 1 ? `, ${rounds} rounds` : ''}${job.state === 'failed' ? `. ${job.text}` : ''}`;
  }
  if (waits) return `waits and goes on by itself. ${waits.text}`;
  return rounds > 0 ? `round ${rounds + 1}, ${formatInteger(found)} found` : job.text || known;
}
