import { type ReactNode, useState } from 'react';
import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { useMay } from '../../state/roles.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { DropBacklogDialog } from './DropBacklogDialog.tsx';
import { type SinkRow, sinkRow } from './sink-rows.ts';

/** Everything that takes points out of the log, and what waits for it there. */
export function SinkTable({ status }: { readonly status: SystemStatus }): ReactNode {
  const [dropping, setDropping] = useState<SinkRow | null>(null);
  const rows = status.sinks.map((view) => sinkRow(view, status.timeUs));
  return (
    <section className="system-card" aria-label="Sinks of the log">
      <h2>Sinks of the log</h2>
      <table className="sink-table">
        <thead>
          <tr>
            <th scope="col">Sink</th>
            <th scope="col">State</th>
            <th scope="col">Waiting in the log</th>
            <th scope="col">Oldest</th>
            <th scope="col">Takes</th>
            <th scope="col">At this pace</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SinkLine key={row.sink} row={row} onDrop={() => setDropping(row)} />
          ))}
        </tbody>
      </table>
      {dropping ? <DropBacklogDialog row={dropping} onClose={() => setDropping(null)} /> : null}
    </section>
  );
}

function SinkLine({ row, onDrop }: { readonly row: SinkRow; readonly onDrop: () => void }): ReactNode {
  const mayDrop = useMay('purge');
  return (
    <tr>
      <th scope="row">{row.title}</th>
      <td>
        <span className="stage-word" data-tone={row.tone}>
          <Glyph name={row.glyph} />
          {row.word}
        </span>
      </td>
      <td>{row.waiting}</td>
      <td>{row.oldest}</td>
      <td>{row.rate}</td>
      <td>
        {row.outlook}
        {row.isRemoved ? (
          <button type="button" className="link-button" disabled={!mayDrop} onClick={onDrop}>
            Give up its points…
          </button>
        ) : null}
      </td>
    </tr>
  );
}
