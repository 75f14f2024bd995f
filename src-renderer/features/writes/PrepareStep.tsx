import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { writeClosed } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';
import { LiveAge, LiveQuality, LiveValue } from '../tags/LiveCells.tsx';
import { type CheckedValue, checkValue } from './check-value.ts';
import { currentValue } from './current-value.ts';
import type { WriteValue } from './typed-value.ts';
import { ValueField } from './ValueField.tsx';
import { exactValue } from './written-value.ts';

/** A value that may be sent once it is confirmed. */
export interface Prepared {
  readonly value: WriteValue;
  /** Send it only if the device still holds this. */
  readonly expect: WriteValue | undefined;
}

interface PrepareStepProps {
  readonly tag: TagView;
  readonly deviceName: string;
  /** What was prepared before, when it is changed. */
  readonly before: Prepared | undefined;
  readonly onPrepared: (prepared: Prepared) => void;
}

/** The first step: what to write. Nothing is sent from here. */
export function PrepareStep({ tag, deviceName, before, onPrepared }: PrepareStepProps): ReactNode {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  const [text, setText] = useState(before === undefined ? '' : String(before.value));
  const [fault, setFault] = useState<Fault | null>(null);
  const [expect, setExpect] = useState(before?.expect);
  const change = (next: string): void => {
    setText(next);
    // Once it is wrong, it is checked with each key, so that the words go as soon as it is right.
    if (fault !== null) setFault(faultOf(next, tag));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const checked = checkValue(text, tag, currentValue(tag));
    if (checked.kind === 'fault') setFault(checked);
    else onPrepared({ value: checked.value, expect });
  };
  return (
    <form ref={form} className="write-form" onSubmit={submit} noValidate>
      <TagNow tag={tag} deviceName={deviceName} />
      <ValueField id={id} tag={tag} text={text} fault={fault?.text ?? null} onChange={change} />
      {fault === null ? null : (
        <div id={`${id}-fault`} className="write-fault">
          <Message code={fault.code} text={fault.text} isAlert />
        </div>
      )}
      <OutsideRange tag={tag} text={text} />
      <ExpectOption tag={tag} expect={expect} onChange={setExpect} />
      <div className="write-actions">
        <button type="button" className="button" onClick={writeClosed}>
          Cancel
        </button>
        <button type="submit" className="button primary">
          Review
        </button>
      </div>
    </form>
  );
}

type Fault = Extract<CheckedValue, { kind: 'fault' }>;

function faultOf(text: string, tag: TagView): Fault | null {
  const checked = checkValue(text, tag, currentValue(tag));
  return checked.kind === 'fault' ? checked : null;
}

/** The tag as it is: where, what it holds now, and what it is meant for. */
function TagNow({ tag, deviceName }: { readonly tag: TagView; readonly deviceName: string }): ReactNode {
  return (
    <dl className="write-facts">
      <dt>Tag</dt>
      <dd>
        {tag.name} <span className="quiet">on {deviceName}</span>
      </dd>
      <dt>Address</dt>
      <dd>
        <span className="mono">{tag.address}</span> <span className="quiet">{tag.dataType.toUpperCase()}</span>
      </dd>
      {tag.euLow === null || tag.euHigh === null ? null : (
        <>
          <dt>Range</dt>
          <dd>
            {tag.euLow} to {tag.euHigh} {tag.unit}
          </dd>
        </>
      )}
      <Limits tag={tag} />
      <dt>Now</dt>
      <dd className="write-now">
        <LiveValue tag={tag} unit="shown" />
        <LiveQuality tag={tag} />
        <span className="quiet">
          <LiveAge tag={tag} /> ago
        </span>
      </dd>
    </dl>
  );
}

/** What a write may ask for, where the tag says it. */
function Limits({ tag }: { readonly tag: TagView }): ReactNode {
  const { min = null, max = null } = tag.writeLimits ?? {};
  if (min === null && max === null) return null;
  const words = min === null ? 'up to' : max === null ? 'from' : 'to';
  return (
    <>
      <dt>Limits</dt>
      <dd>
        {max === null ? words : min} {max === null ? min : words} {max} {tag.unit}
      </dd>
    </>
  );
}

/** Outside the range of the tag is worth a word, and may be meant. */
function OutsideRange({ tag, text }: { readonly tag: TagView; readonly text: string }): ReactNode {
  const { euLow, euHigh, unit } = tag;
  const checked = checkValue(text, tag, undefined);
  const value = checked.kind === 'value' ? checked.value : undefined;
  if (typeof value !== 'number' || euLow === null || euHigh === null) return null;
  if (value >= euLow && value <= euHigh) return null;
  return (
    <p className="write-warning" role="status">
      <Glyph name="half" /> {exactValue(value, tag)} is outside the range {euLow} to {euHigh} {unit}.
    </p>
  );
}

interface ExpectOptionProps {
  readonly tag: TagView;
  readonly expect: WriteValue | undefined;
  readonly onChange: (expect: WriteValue | undefined) => void;
}

/** Holds the value that stood here when it was ticked: what moved meanwhile is not overwritten. */
function ExpectOption({ tag, expect, onChange }: ExpectOptionProps): ReactNode {
  const [isMissing, setMissing] = useState(false);
  const tick = (checked: boolean): void => {
    const now = checked ? currentValue(tag) : undefined;
    setMissing(checked && now === undefined);
    onChange(now);
  };
  return (
    <>
      <label className="write-option">
        <input type="checkbox" checked={expect !== undefined} onChange={(event) => tick(event.target.checked)} />
        {expect === undefined ? 'Write only if it is still what it is now' : 'Write only if it is still '}
        {expect === undefined ? null : <strong>{exactValue(expect, tag)}</strong>}
      </label>
      {isMissing ? (
        <p className="write-warning" role="status">
          <Glyph name="half" /> There is no good value now that it could be compared with.
        </p>
      ) : null}
    </>
  );
}
