import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { PEN_COLOURS, PEN_LINES, type PenLine, type PenLook } from '../../../src-shared/domain/pen-look.ts';
import { scaleGroups } from '../../charts/pen-scales.ts';
import { axisScaled, penLooks, type Trend } from '../../state/trends.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import { axisWords } from './axis-control.ts';
import { endsOf } from './axis-ends.ts';
import type { HistoryPen } from './history-loader.ts';

interface PenFormProps {
  readonly trend: Trend;
  readonly pens: readonly HistoryPen[];
  readonly slot: number;
  readonly onClose: () => void;
}

const LINE_WORDS: Readonly<Record<PenLine, string>> = { line: 'line', step: 'steps', points: 'points' };
const COLOUR_WORDS = ['blue', 'rust', 'teal', 'pink', 'violet', 'olive', 'tan', 'ink'] as const;
const WIDTHS = [1, 2, 3, 4] as const;

/** Look and scale of the pens, one at a time. */
export function PenForm(props: PenFormProps): ReactNode {
  const [slot, setSlot] = useState(props.slot);
  const id = useId();
  return (
    <Dialog title="Pens and axes" onClose={props.onClose}>
      <div className="trend-note-form">
        <div className="trend-form-row">
          <label htmlFor={id}>Pen</label>
          <select
            id={id}
            className="select"
            data-autofocus
            value={slot}
            onChange={({ target }) => setSlot(Number(target.value))}
          >
            {props.pens.map((pen) => (
              <option key={pen.slot} value={pen.slot}>
                {pen.slot} {pen.name}
              </option>
            ))}
          </select>
        </div>
        <OnePen key={slot} {...props} slot={slot} />
      </div>
    </Dialog>
  );
}

function OnePen({ trend, pens, slot, onClose }: PenFormProps): ReactNode {
  const id = useId();
  const pen = trend.pens.find((one) => one.slot === slot);
  const drawn = pens.find((one) => one.slot === slot);
  const [look, setLook] = useState<PenLook>(() => lookOf(pen));
  const axis = drawn && axisOf(trend, pens, drawn, look);
  const kept = trend.axes.find((one) => one.axis === axis);
  const [min, setMin] = useState(kept ? String(kept.min) : '');
  const [max, setMax] = useState(kept ? String(kept.max) : '');
  const [fault, setFault] = useState<string | null>(null);
  if (!pen || !drawn) return <p className="quiet">This pen has no line yet.</p>;
  const set = (part: { readonly [Key in keyof PenLook]?: PenLook[Key] | undefined }): void => {
    const all = { ...look, ...part };
    setLook(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as PenLook);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const ends = endsOf(min, max);
    if (typeof ends === 'string') return setFault(ends);
    penLooks(trend.id, slot, look);
    if (axis !== undefined) axisScaled(trend.id, axis, ends);
    onClose();
  };
  const row = (name: string, label: string, field: (fieldId: string) => ReactNode): ReactNode => (
    <div className="trend-form-row">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      {field(`${id}-${name}`)}
    </div>
  );
  const isAnalog = drawn.kind === 'analog';
  return (
    <form className="trend-form" onSubmit={onSubmit}>
      {row('colour', 'Colour', (field) => (
        <select
          id={field}
          className="select"
          value={look.colour ?? ''}
          onChange={({ target }) => set({ colour: target.value === '' ? undefined : Number(target.value) })}
        >
          <option value="">of its number</option>
          {COLOUR_WORDS.slice(0, PEN_COLOURS).map((word, at) => (
            <option key={word} value={at + 1}>
              {word}
            </option>
          ))}
        </select>
      ))}
      {row('width', 'Width', (field) => (
        <select
          id={field}
          className="select"
          value={look.width ?? ''}
          onChange={({ target }) => set({ width: target.value === '' ? undefined : Number(target.value) })}
        >
          <option value="">as the chart needs</option>
          {WIDTHS.map((width) => (
            <option key={width} value={width}>
              {width} px
            </option>
          ))}
        </select>
      ))}
      {isAnalog ? (
        <>
          {row('line', 'Drawn as', (field) => (
            <select
              id={field}
              className="select"
              value={look.line ?? 'line'}
              onChange={({ target }) => set({ line: PEN_LINES.find((line) => line === target.value) })}
            >
              {PEN_LINES.map((line) => (
                <option key={line} value={line}>
                  {LINE_WORDS[line]}
                </option>
              ))}
            </select>
          ))}
          {row('axis', 'Axis', (field) => (
            <select
              id={field}
              className="select"
              value={look.axis ?? 'shared'}
              onChange={({ target }) => set({ axis: target.value === 'own' ? 'own' : undefined })}
            >
              <option value="shared">as the layout has it</option>
              <option value="own">one of its own</option>
            </select>
          ))}
          <fieldset className="trend-choices">
            <legend>{axis === undefined ? 'Its axis' : axisWords(axis)}; empty follows what is in sight</legend>
            <div className="trend-ends">
              <label htmlFor={`${id}-min`}>Minimum</label>
              <input
                id={`${id}-min`}
                className="field"
                inputMode="decimal"
                aria-describedby={`${id}-fault`}
                value={min}
                onChange={({ target }) => setMin(target.value)}
              />
              <label htmlFor={`${id}-max`}>Maximum</label>
              <input
                id={`${id}-max`}
                className="field"
                inputMode="decimal"
                aria-describedby={`${id}-fault`}
                value={max}
                onChange={({ target }) => setMax(target.value)}
              />
            </div>
          </fieldset>
          <label className="trend-choice">
            <input
              type="checkbox"
              checked={look.limits === true}
              onChange={({ target }) => set({ limits: target.checked ? true : undefined })}
            />
            Show its limits: those of its quality rules of range
          </label>
        </>
      ) : null}
      <div id={`${id}-fault`}>{fault === null ? null : <Message code="axis.order" text={fault} isAlert />}</div>
      <div className="trend-note-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="button primary">
          Set
        </button>
      </div>
    </form>
  );
}

function lookOf(pen: Trend['pens'][number] | undefined): PenLook {
  if (!pen) return {};
  const { slot: _slot, device: _device, tag: _tag, ...look } = pen;
  return look;
}

/** The axis that a pen stands on with this look. */
function axisOf(trend: Trend, pens: readonly HistoryPen[], drawn: HistoryPen, look: PenLook): string | undefined {
  const all = pens.map((pen) => (pen === drawn ? { ...pen, axis: look.axis } : pen));
  return scaleGroups(trend.layout, all).find((group) => group.pens.some(({ slot }) => slot === drawn.slot))?.key;
}
