import { type ReactNode, useState } from 'react';
import type { DrillTarget } from '../../../src-shared/contract/drill.ts';
import { rpc } from '../../rpc/connect.ts';
import { drillTold, useDrill } from '../../state/drill.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { LENGTHS } from './drill-words.ts';

const USUAL_S = 120;
const keyOf = ({ kind, name }: DrillTarget): string => `${kind} ${name}`;

/** What is to be cut and for how long; real devices are confirmed by typing their ids. */
export function StartDrillDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const targets = useDrill((state) => state.targets);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [forS, setForS] = useState(USUAL_S);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const picked = targets.filter((target) => chosen.has(keyOf(target)));
  const real = realOf(picked, targets);
  const start = async (): Promise<void> => {
    const names = (isDevice: boolean): string[] =>
      picked.filter(({ kind }) => (kind === 'device') === isDevice).map(({ name }) => name);
    const confirm = real.filter((id) => typed[id] === id);
    drillTold(await rpc().drill.start({ sinks: names(false), devices: names(true), forS, confirm, reason }));
    onClose();
  };
  const toggle = (target: DrillTarget): void => {
    const key = keyOf(target);
    setChosen(new Set(chosen.has(key) ? [...chosen].filter((one) => one !== key) : [...chosen, key]));
  };
  return (
    <FormDialog
      title="Start an outage drill"
      action={picked.length === 0 ? 'Cut' : `Cut for ${LENGTHS.find(({ seconds }) => seconds === forS)!.title}`}
      className="drill-form"
      whyNot={whyNot(picked, real, typed)}
      onSubmit={start}
      onClose={onClose}
    >
      <p className="quiet">
        The gateway cuts its own connections and restores them when the time is over, when you end it, and when it
        stops. The peers are not touched. What cannot be delivered meanwhile waits in the log.
      </p>
      <fieldset className="drill-targets">
        <legend>Cut</legend>
        {targets.map((target) => (
          <TargetChoice key={keyOf(target)} target={target} isChosen={chosen.has(keyOf(target))} onChange={toggle} />
        ))}
      </fieldset>
      <label>
        For
        <select className="field" value={forS} onChange={({ target }) => setForS(Number(target.value))}>
          {LENGTHS.map(({ seconds, title }) => (
            <option key={seconds} value={seconds}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Reason
        <input
          className="field"
          type="text"
          maxLength={512}
          autoComplete="off"
          placeholder="Hand-over test"
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      {real.map((id) => (
        <label key={id}>
          “{id}” is a real device and gets neither reads nor writes meanwhile. Type its id to confirm.
          <input
            className="field"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={typed[id] ?? ''}
            onChange={({ target }) => setTyped({ ...typed, [id]: target.value })}
          />
        </label>
      ))}
    </FormDialog>
  );
}

interface TargetChoiceProps {
  readonly target: DrillTarget;
  readonly isChosen: boolean;
  readonly onChange: (target: DrillTarget) => void;
}

function TargetChoice({ target, isChosen, onChange }: TargetChoiceProps): ReactNode {
  const { kind, title, place, problem, shares } = target;
  const id = `drill-target-${keyOf(target).replaceAll(' ', '-')}`;
  return (
    <div className="drill-target">
      <input
        id={id}
        type="checkbox"
        checked={isChosen}
        disabled={problem !== ''}
        onChange={() => onChange(target)}
        aria-describedby={`${id}-about`}
      />
      <label htmlFor={id}>{title}</label>
      <span id={`${id}-about`} className="quiet" title={problem || place}>
        {problem ||
          [place, kind === 'device' && !target.isReal ? 'twin' : ''].filter((part) => part !== '').join(' · ')}
        {shares.length > 0 ? ` · cuts ${shares.join(', ')} too` : ''}
      </span>
    </div>
  );
}

/** Ids of real devices that would be cut, those that share a connection among them. */
function realOf(picked: readonly DrillTarget[], targets: readonly DrillTarget[]): readonly string[] {
  const real = new Set(targets.filter(({ kind, isReal }) => kind === 'device' && isReal).map(({ name }) => name));
  const cut = picked.filter(({ kind }) => kind === 'device').flatMap(({ name, shares }) => [name, ...shares]);
  return [...new Set(cut)].filter((id) => real.has(id));
}

function whyNot(
  picked: readonly DrillTarget[],
  real: readonly string[],
  typed: Readonly<Record<string, string>>,
): string | undefined {
  if (picked.length === 0) return 'Choose what is to be cut.';
  const open = real.find((id) => typed[id] !== id);
  return open === undefined ? undefined : `Type “${open}” to confirm that this device is cut off.`;
}
