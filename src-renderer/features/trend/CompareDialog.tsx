import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import type { TrendCompare } from '../../../src-shared/domain/trend-compare.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { ownTimeZone } from '../../state/history-questions.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { formatTime } from '../../ui/time-format.ts';

/** A time that has a name: that of a note or an event. */
export interface NamedTime {
  readonly atUs: number;
  readonly text: string;
}

interface CompareDialogProps {
  readonly compare: TrendCompare | undefined;
  /** Newest first. */
  readonly named: readonly NamedTime[];
  /** The left edge of the window, µs. */
  readonly leftUs: number;
  readonly markUs: number | undefined;
  readonly onCompare: (compare: TrendCompare) => void;
  readonly onClose: () => void;
}

/** Asks which other time is drawn behind the pens, and where its start lies. */
export function CompareDialog(props: CompareDialogProps): ReactNode {
  const { compare, named, leftUs, markUs } = props;
  const id = useId();
  const [kind, setKind] = useState<TrendCompare['kind'] | 'named'>(compare?.kind ?? 'yesterday');
  const [text, setText] = useState(
    compare?.kind === 'moment' ? formatTime(compare.fromUs / 1_000, 0) : formatTime((leftUs - 86_400e6) / 1_000, 0),
  );
  const [chosen, setChosen] = useState(0);
  const [place, setPlace] = useState<'left' | 'a'>('left');
  const [fault, setFault] = useState<string | null>(null);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (kind === 'yesterday' || kind === 'lastWeek') props.onCompare({ kind });
    else {
      const atUs = place === 'a' && markUs !== undefined ? markUs : leftUs;
      try {
        const fromUs = kind === 'named' ? named[chosen]!.atUs : parseQueryTime(text, gatewayNowUs(), ownTimeZone());
        props.onCompare({ kind: 'moment', fromUs, atUs });
      } catch (error) {
        return setFault(toNexusError(error).text);
      }
    }
    props.onClose();
  };
  const choice = (of: typeof kind, label: string): ReactNode => (
    <label className="trend-choice">
      <input
        type="radio"
        name={id}
        checked={kind === of}
        data-autofocus={kind === of || undefined}
        onChange={() => setKind(of)}
      />
      {label}
    </label>
  );
  const isMoment = kind === 'moment' || kind === 'named';
  return (
    <Dialog title="Compare with another time" onClose={props.onClose}>
      <form className="trend-note-form" onSubmit={onSubmit}>
        <fieldset className="trend-choices">
          <legend>Draw behind each pen</legend>
          {choice('yesterday', 'The same time yesterday')}
          {choice('lastWeek', 'The same time last week')}
          {choice('moment', 'From a start of its own')}
          {kind === 'moment' ? (
            <input
              className="field"
              type="text"
              aria-label="Start"
              aria-describedby={`${id}-fault`}
              value={text}
              placeholder="14:05, 2026-02-03 08:00, now-6h"
              onChange={(event) => setText(event.target.value)}
            />
          ) : null}
          {named.length > 0 ? choice('named', 'From the time of a note or an event') : null}
          {kind === 'named' ? (
            <select
              className="select"
              aria-label="Note or event"
              value={chosen}
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {named.map(({ atUs, text: name }, at) => (
                <option key={`${atUs} ${name}`} value={at}>
                  {formatTime(atUs / 1_000, 0)} {name}
                </option>
              ))}
            </select>
          ) : null}
        </fieldset>
        <fieldset className="trend-choices" disabled={!isMoment}>
          <legend>Its start lies</legend>
          <label className="trend-choice">
            <input
              type="radio"
              name={`${id}-at`}
              checked={place === 'left' || markUs === undefined}
              onChange={() => setPlace('left')}
            />
            at the left edge, {formatTime(leftUs / 1_000)}
          </label>
          <label className="trend-choice">
            <input
              type="radio"
              name={`${id}-at`}
              disabled={markUs === undefined}
              checked={place === 'a' && markUs !== undefined}
              onChange={() => setPlace('a')}
            />
            at cursor A{markUs === undefined ? ', which is not set' : `, ${formatTime(markUs / 1_000)}`}
          </label>
        </fieldset>
        <div id={`${id}-fault`}>{fault === null ? null : <Message code="time.parse" text={fault} isAlert />}</div>
        <div className="trend-note-actions">
          <button type="button" className="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Compare
          </button>
        </div>
      </form>
    </Dialog>
  );
}
