import { ChevronLeft, ChevronRight, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { isoIn } from '../../../src-shared/domain/iso-in-zone.ts';
import { parseQueryTime } from '../../../src-shared/domain/query-time.ts';
import { requireTimeZone } from '../../../src-shared/domain/time-zone.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { ownTimeZone, type QuestionDraft } from '../../state/history-questions.ts';
import { Message } from '../../ui/Message.tsx';
import { type QueryTab, questionChanged, tabChanged } from './historian-store.ts';
import { USUAL_RANGES, useRecentRanges } from './recent-ranges.ts';
import { runQuery } from './run-query.ts';
import { TypedField } from './TypedField.tsx';

/** From when to when, by the clocks of which zone. */
export function TimeRow({ path, tab }: { readonly path: string; readonly tab: QueryTab }): ReactNode {
  const { question, zoomedFrom } = tab;
  const { from, to, timeZone } = question;
  const range = rangeOf(question);
  const isSwapped = range !== undefined && range.fromUs >= range.toUs;
  const move = (part: number): void => {
    if (!range) return;
    const byUs = (range.toUs - range.fromUs) * part;
    const clock = isoIn(timeZone);
    questionChanged(path, { from: clock(range.fromUs + byUs), to: clock(range.toUs + byUs) });
    void runQuery(path);
  };
  const zoomOut = (): void => {
    const before = zoomedFrom.at(-1);
    if (!before) return;
    tabChanged(path, { zoomedFrom: zoomedFrom.slice(0, -1) });
    questionChanged(path, before);
    void runQuery(path);
  };
  return (
    <div className="historian-row">
      <span className="historian-word">Time</span>
      <TypedField
        label="From"
        value={from}
        widthCh={15}
        check={(text) => timeFault(text, timeZone)}
        messageId="time.parse"
        onChange={(text) => questionChanged(path, { from: text.trim() })}
      />
      <TypedField
        label="to"
        value={to}
        widthCh={15}
        check={(text) => timeFault(text, timeZone)}
        messageId="time.parse"
        onChange={(text) => questionChanged(path, { to: text.trim() })}
      />
      <RangeChoice path={path} question={question} />
      <span className="historian-steps">
        <button
          type="button"
          className="icon-button"
          aria-label="Earlier by half"
          disabled={!range}
          onClick={() => move(-0.5)}
        >
          <ChevronLeft size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Later by half"
          disabled={!range}
          onClick={() => move(0.5)}
        >
          <ChevronRight size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Zoom out again"
          disabled={zoomedFrom.length === 0}
          onClick={zoomOut}
        >
          <ZoomOut size={16} aria-hidden />
        </button>
      </span>
      <TypedField
        label="Time zone"
        value={timeZone}
        widthCh={13}
        suggestions={ZONES}
        check={zoneFault}
        messageId="time.zone"
        onChange={(zone) => questionChanged(path, { timeZone: zone.trim() })}
      />
      {isSwapped ? (
        <span className="historian-order">
          <Message code="time.order" text={`“To” ${to} is before “From” ${from}.`} />
          <button type="button" className="button" onClick={() => questionChanged(path, { from: to, to: from })}>
            Swap
          </button>
        </span>
      ) : null}
    </div>
  );
}

function RangeChoice({ path, question }: { readonly path: string; readonly question: QuestionDraft }): ReactNode {
  const recent = useRecentRanges(({ ranges }) => ranges);
  const { from, to } = question;
  const all = [...USUAL_RANGES, ...recent.map((range) => ({ ...range, label: `${range.from} to ${range.to}` }))];
  const at = all.findIndex((range) => range.from === from && range.to === to);
  return (
    <select
      className="select"
      aria-label="Usual and recent ranges"
      value={at < 0 ? 'typed' : String(at)}
      onChange={(event) => {
        const chosen = all[Number(event.target.value)];
        if (chosen) questionChanged(path, { from: chosen.from, to: chosen.to });
      }}
    >
      {at < 0 ? (
        <option value="typed" disabled>
          As typed
        </option>
      ) : null}
      {all.map(({ label }, index) => (
        <option key={label} value={index}>
          {label}
        </option>
      ))}
    </select>
  );
}

const ZONES = [...new Set([ownTimeZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];

function timeFault(text: string, timeZone: string): string | undefined {
  return faultOf(() => parseQueryTime(text, gatewayNowUs(), timeZone));
}

const zoneFault = (text: string): string | undefined => faultOf(() => requireTimeZone(text.trim()));

function faultOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return toNexusError(error).text;
  }
}

/** The range as it is now; undefined where a time cannot be read. */
function rangeOf({
  from,
  to,
  timeZone,
}: QuestionDraft): { readonly fromUs: number; readonly toUs: number } | undefined {
  try {
    const nowUs = gatewayNowUs();
    return { fromUs: parseQueryTime(from, nowUs, timeZone), toUs: parseQueryTime(to, nowUs, timeZone) };
  } catch {
    return undefined;
  }
}
