import { type ReactNode, useId, useState } from 'react';
import {
  MOST_KEPT_S,
  TRIGGER_EDGES,
  type TrendTrigger,
  type TriggerEdge,
} from '../../../src-shared/domain/trend-trigger.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { numberOf } from './axis-ends.ts';
import type { HistoryPen } from './history-loader.ts';

interface CaptureDialogProps {
  readonly trigger: TrendTrigger | undefined;
  readonly pens: readonly HistoryPen[];
  /** Keeps the trigger and begins to watch for it. */
  readonly onTrigger: (trigger: TrendTrigger) => void;
  readonly onClose: () => void;
}

const WORDS: Readonly<Record<TriggerEdge, string>> = {
  above: 'rises above',
  below: 'falls below',
  becomes: 'becomes',
};

/** Asks when a stretch of the trend is kept, and how much before and after. */
export function CaptureDialog({ trigger, pens, onTrigger, onClose }: CaptureDialogProps): ReactNode {
  const id = useId();
  const digital = pens.find(({ kind }) => kind === 'digital');
  const [slot, setSlot] = useState(trigger?.pen ?? (digital ?? pens[0])?.slot ?? 1);
  const [edge, setEdge] = useState<TriggerEdge>(trigger?.edge ?? (digital ? 'becomes' : 'above'));
  const [value, setValue] = useState(trigger ? String(trigger.value) : '1');
  const [before, setBefore] = useState(String(trigger?.beforeS ?? 30));
  const [after, setAfter] = useState(String(trigger?.afterS ?? 60));
  const submit = (): void => {
    onTrigger({
      pen: slot,
      edge,
      value: numberIn('Value', value, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
      beforeS: numberIn('Before', before, 0, MOST_KEPT_S),
      afterS: numberIn('After', after, 0, MOST_KEPT_S),
    });
    onClose();
  };
  const number = (name: string, label: string, text: string, set: (next: string) => void): ReactNode => (
    <div className="trend-form-row">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        className="field"
        inputMode="decimal"
        value={text}
        onChange={({ target }) => set(target.value)}
      />
    </div>
  );
  return (
    <FormDialog
      title="Keep stretches by a trigger"
      action="Watch"
      className="trend-form"
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="trend-form-row">
        <label htmlFor={`${id}-pen`}>Pen</label>
        <select
          id={`${id}-pen`}
          className="select"
          data-autofocus
          value={slot}
          onChange={({ target }) => setSlot(Number(target.value))}
        >
          {pens.map((pen) => (
            <option key={pen.slot} value={pen.slot}>
              {pen.slot} {pen.name}
            </option>
          ))}
        </select>
      </div>
      <div className="trend-form-row">
        <label htmlFor={`${id}-edge`}>When it</label>
        <select
          id={`${id}-edge`}
          className="select"
          value={edge}
          onChange={({ target }) => setEdge(TRIGGER_EDGES.find((one) => one === target.value) ?? 'above')}
        >
          {TRIGGER_EDGES.map((one) => (
            <option key={one} value={one}>
              {WORDS[one]}
            </option>
          ))}
        </select>
      </div>
      {number('value', 'Value', value, setValue)}
      {number('before', 'Keep before, s', before, setBefore)}
      {number('after', 'Keep after, s', after, setAfter)}
      <p className="quiet">
        This page watches while the trend is shown. What happened at other times is found in the history, by “Find in
        sight”. The values are those of the historian.
      </p>
    </FormDialog>
  );
}

function numberIn(field: string, text: string, least: number, most: number): number {
  const value = numberOf(text);
  if (value === undefined)
    throw new NexusError('NX_REQUEST_INVALID', `${field} “${text}” is not a number. Write 1 or 2.5.`);
  if (value < least || value > most)
    throw new NexusError('NX_REQUEST_INVALID', `${field} ${text} is outside ${least}–${most} s.`);
  return value;
}
