import { type ReactNode, useState } from 'react';
import { readAudit, useAudit } from './audit-store.ts';

const RANGES = [
  { id: 'all', title: 'All the time', from: '' },
  { id: 'hour', title: 'Last hour', from: 'now-1h' },
  { id: 'day', title: 'Last 24 hours', from: 'now-24h' },
  { id: 'week', title: 'Last 7 days', from: 'now-7d' },
  { id: 'month', title: 'Last 30 days', from: 'now-30d' },
  { id: 'own', title: 'From … to …', from: undefined },
] as const;

/** Which time is shown: one of the usual ones, or any. */
export function AuditRange(): ReactNode {
  const ask = useAudit((state) => state.ask);
  const preset = RANGES.find(({ from }) => from === ask.from && ask.to === '');
  const [isOwn, setOwn] = useState(preset === undefined);
  const choose = (id: string): void => {
    const range = RANGES.find((one) => one.id === id)!;
    setOwn(range.from === undefined);
    if (range.from !== undefined) void readAudit({ ...ask, from: range.from, to: '' });
  };
  return (
    <>
      <select
        className="field audit-range"
        aria-label="Time"
        value={isOwn ? 'own' : (preset?.id ?? 'own')}
        onChange={({ target }) => choose(target.value)}
      >
        {RANGES.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      {isOwn ? (
        <form
          className="audit-times"
          onSubmit={(event) => {
            event.preventDefault();
            const data = new FormData(event.currentTarget);
            const typed = (name: string): string => {
              const value = data.get(name);
              return typeof value === 'string' ? value.trim() : '';
            };
            void readAudit({ ...ask, from: typed('from'), to: typed('to') });
          }}
        >
          <input
            className="field"
            name="from"
            aria-label="From"
            placeholder="2026-02-03 08:00"
            defaultValue={ask.from}
          />
          <input className="field" name="to" aria-label="To" placeholder="now" defaultValue={ask.to} />
          <button type="submit" className="button">
            Show
          </button>
        </form>
      ) : null}
    </>
  );
}
