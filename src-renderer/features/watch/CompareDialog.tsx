import { type ReactNode, useId, useState } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatTime } from '../../ui/time-format.ts';
import { differences, type Snapshot, type Stamped, snapshotOf, useSnapshots } from './snapshots.ts';
import type { WatchLine } from './watch-lines.ts';
import './compare.css';

interface CompareDialogProps {
  readonly table: string;
  readonly lines: readonly WatchLine[];
  readonly onClose: () => void;
}

const NOW = -1;
const NONE: readonly Snapshot[] = [];

/** Two snapshots of a table, or one and what is now: only what differs. */
export function CompareDialog({ table, lines, onClose }: CompareDialogProps): ReactNode {
  const snapshots = useSnapshots(({ byTable }) => byTable[table] ?? NONE);
  // “Now” is the moment at which the dialog was opened: a table that moved would be none to read.
  const [now] = useState(() => snapshotOf(lines));
  const [from, setFrom] = useState(snapshots.length - 1);
  const [to, setTo] = useState(NOW);
  const at = (index: number): Snapshot => snapshots[index] ?? now;
  const [before, after] = [at(from), at(to)];
  const found = differences(before, after);
  const total = new Set([...before.values.keys(), ...after.values.keys()]).size;
  return (
    <Dialog title="Compare snapshots" onClose={onClose}>
      <div className="compare">
        <div className="compare-choice">
          <Choice label="From" snapshots={snapshots} chosen={from} onChoose={setFrom} />
          <Choice label="To" snapshots={snapshots} chosen={to} onChoose={setTo} />
        </div>
        <p role="status">
          {found.length === 0 ? `All ${total} values are the same.` : `${found.length} of ${total} values differ.`}
        </p>
        {found.length === 0 ? null : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
          <div className="compare-scroll" tabIndex={0} role="region" aria-label="Differences">
            <table className="compare-table">
              <thead>
                <tr>
                  <th scope="col">Tag</th>
                  <th scope="col">From</th>
                  <th scope="col">To</th>
                </tr>
              </thead>
              <tbody>
                {found.map((one) => (
                  <tr key={one.key}>
                    <th scope="row" title={one.key}>
                      {one.name}
                    </th>
                    <Value stamped={one.before} />
                    <Value stamped={one.after} />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly snapshots: readonly Snapshot[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

function Choice({ label, snapshots, chosen, onChoose }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <label className="compare-label" htmlFor={id}>
      {label}
      <select id={id} className="select" value={chosen} onChange={(event) => onChoose(Number(event.target.value))}>
        {snapshots.map(({ takenMs }, index) => (
          <option key={takenMs} value={index}>
            {formatTime(takenMs, takenMs)}
          </option>
        ))}
        <option value={NOW}>Now</option>
      </select>
    </label>
  );
}

function Value({ stamped }: { readonly stamped: Stamped | undefined }): ReactNode {
  if (!stamped) return <td className="quiet">not in the table</td>;
  const { value, quality, timeUs } = stamped;
  const time = timeUs === 0 ? '' : `, ${formatTime(timeUs / 1_000, timeUs / 1_000)}`;
  return (
    <td>
      {value}{' '}
      <span className="quiet">
        {quality}
        {time}
      </span>
    </td>
  );
}
