import { type ReactNode, useId, useState } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { CheckSheet, loopKey } from '../../../src-shared/domain/check-sheet.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { sheetChanged } from '../../state/checks.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import './generate.css';

interface AssignDialogProps {
  readonly sheet: string;
  /** Those that the filter shows. */
  readonly loops: readonly CheckLoopView[];
  readonly onClose: () => void;
}

/** Gives the loops that are shown to somebody; those that are signed stay as they are. */
export function AssignDialog({ sheet, loops, onClose }: AssignDialogProps): ReactNode {
  const id = useId();
  const [name, setName] = useState('');
  const open = loops.filter(({ signature }) => signature === null);
  const people = [...new Set(loops.map(({ assigned }) => assigned).filter(Boolean))];
  const assign = async (): Promise<void> => {
    const keys = new Set(open.map(loopKey));
    await sheetChanged(sheet, (before) => ({
      ...before,
      loops: before.loops.map((loop) => {
        if (!keys.has(loopKey(loop))) return loop;
        const { assigned: _before, ...rest } = loop;
        return name.trim() === '' ? rest : { ...rest, assigned: name.trim() };
      }),
    }));
    onClose();
  };
  const count = `${open.length} ${open.length === 1 ? 'loop' : 'loops'}`;
  return (
    <FormDialog
      title="Assign loops"
      action="Assign"
      className="check-generate"
      whyNot={open.length === 0 ? 'All loops that are shown are signed.' : undefined}
      onSubmit={assign}
      onClose={onClose}
    >
      <label htmlFor={id}>To</label>
      <input
        id={id}
        className="field"
        data-autofocus
        list={`${id}-people`}
        maxLength={64}
        placeholder="Nobody"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <datalist id={`${id}-people`}>
        {people.map((person) => (
          <option key={person} value={person} />
        ))}
      </datalist>
      <p className="check-generate-count quiet">
        {count} that the filter shows and nobody has signed. Filter by a name or area first to assign a part.
      </p>
    </FormDialog>
  );
}

interface SheetDialogProps {
  readonly sheet: CheckSheet;
  readonly onClose: () => void;
}

/** What holds for all loops of a sheet unless they say otherwise. */
export function SheetDialog({ sheet, onClose }: SheetDialogProps): ReactNode {
  const id = useId();
  const [name, setName] = useState(sheet.name);
  const [site, setSite] = useState(sheet.site ?? '');
  const [tolerance, setTolerance] = useState(String(sheet.tolerance));
  const [points, setPoints] = useState(sheet.points.join(', '));
  const save = async (): Promise<void> => {
    const change = {
      name: name.trim(),
      ...(site.trim() !== '' && { site: site.trim() }),
      tolerance: Number(tolerance.replace(',', '.')),
      points: points
        .split(/[;,\s]+/)
        .filter(Boolean)
        .map(Number),
    };
    await sheetChanged(sheet.id, ({ site: _before, ...before }) => {
      const checked = CheckSheet.safeParse({ ...before, ...change });
      if (!checked.success) throw new NexusError('NX_REQUEST_INVALID', checked.error.issues[0]!.message);
      return checked.data;
    });
    onClose();
  };
  const field = (key: string, label: string, value: string, onChange: (text: string) => void): ReactNode => (
    <>
      <label htmlFor={`${id}-${key}`}>{label}</label>
      <input
        id={`${id}-${key}`}
        className="field"
        maxLength={256}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
  return (
    <FormDialog title="Edit sheet" action="Save" className="check-generate" onSubmit={save} onClose={onClose}>
      {field('name', 'Name', name, setName)}
      {field('site', 'Site, for the report', site, setSite)}
      {field('points', 'Points, %', points, setPoints)}
      {field('tolerance', 'Tolerance, % of span', tolerance, setTolerance)}
      <p className="check-generate-count quiet">
        Loops with points or a tolerance of their own keep them. What was captured for another expectation is captured
        again.
      </p>
    </FormDialog>
  );
}
