import type { ReactNode } from 'react';
import type { Balance } from '../../../src-shared/contract/system.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { producedSum, type Sum, sinkSum } from './balance-sums.ts';

/** Every point is accounted for, and a person can add it up: once for the log, once for each sink that reads it. */
export function BalanceTable({ balance }: { readonly balance: Balance }): ReactNode {
  return (
    <section className="diagnostics-card diagnostics-balance" aria-label="Points balance" tabIndex={0}>
      <h2>Points balance</h2>
      <table className="balance">
        <caption className="visually-hidden">Points into the log</caption>
        <thead>
          <tr>
            <th scope="col">Log</th>
            <Heads names={['Accepted', 'Rejected', 'Pending', 'Sum', 'Produced']} />
            <th scope="col">Holds</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">All points</th>
            <Counts counts={[balance.accepted, balance.rejected, balance.pending]} />
            <Total sum={producedSum(balance)} />
          </tr>
        </tbody>
      </table>
      <table className="balance">
        <caption className="visually-hidden">Points out of the log, by sink</caption>
        <thead>
          <tr>
            <th scope="col">Sink</th>
            <Heads names={['Before', 'Delivered', 'Queued', 'Dropped', 'Quarantined', 'Excluded', 'Sum', 'Accepted']} />
            <th scope="col">Holds</th>
          </tr>
        </thead>
        <tbody>
          {balance.sinks.map((sink) => (
            <tr key={sink.sink}>
              <th scope="row">{sink.sink}</th>
              <Counts
                counts={[sink.before, sink.delivered, sink.queued, sink.dropped, sink.quarantined, sink.excluded ?? 0]}
              />
              <Total sum={sinkSum(sink, balance)} />
            </tr>
          ))}
        </tbody>
      </table>
      {balance.sinks.length === 0 ? <p className="quiet">Nothing reads the log.</p> : null}
    </section>
  );
}

const Heads = ({ names }: { readonly names: readonly string[] }): ReactNode =>
  names.map((name) => (
    <th key={name} scope="col" className="balance-count">
      {name}
    </th>
  ));

function Counts({ counts }: { readonly counts: readonly number[] }): ReactNode {
  return counts.map((count, at) => (
    // Columns never change their order, and counts may be the same.
    // oxlint-disable-next-line react/no-array-index-key
    <td key={at} className="balance-count">
      {formatInteger(count)}
    </td>
  ));
}

function Total({ sum: { parts, whole, difference } }: { readonly sum: Sum }): ReactNode {
  return (
    <>
      <td className="balance-count balance-sum">{formatInteger(parts)}</td>
      <td className="balance-count">{formatInteger(whole)}</td>
      <td className="balance-holds" data-tone={difference === 0 ? 'normal' : 'error'}>
        <span>
          <Glyph name={difference === 0 ? 'done' : 'bad'} />
          {difference === 0
            ? 'Yes'
            : `${formatInteger(Math.abs(difference))} ${difference < 0 ? 'missing' : 'too many'}`}
        </span>
      </td>
    </>
  );
}
