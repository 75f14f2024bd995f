import { ChevronDown } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { useDrivers, wantDrivers } from '../../state/drivers.ts';
import type { MenuPlace } from '../../ui/grid-column.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { usePageCommands } from '../../ui/page-context.ts';

/** A way to change many tags in one step. */
export type EditTool = 'bulk' | 'find' | 'shift' | 'saveTemplate' | 'useTemplate';

interface EditMenuProps {
  readonly device: string;
  /** How many rows are selected. */
  readonly picked: number;
  readonly mayEdit: boolean;
  readonly onTool: (tool: EditTool) => void;
}

/** The steps that change many tags at once: in a menu, in the palette and by keys. */
export function EditMenu({ device, picked, mayEdit, onTool }: EditMenuProps): ReactNode {
  const [at, setAt] = useState<MenuPlace | null>(null);
  const step = useAddressStep(device);
  const steps = useMemo(() => stepsOf(picked, mayEdit, step, onTool), [picked, mayEdit, step, onTool]);
  usePageCommands(steps);
  const items = steps.map(
    ({ title, keys, whyNot, run }): MenuItem => ({
      label: `${title.replace('Tags: ', '')}…`,
      keys: keys[0] ?? '',
      state: whyNot() === undefined ? 'enabled' : 'disabled',
      onChoose: run,
    }),
  );
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={!mayEdit}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        title={mayEdit ? 'Changes many tags in one step.' : 'Engineer role needed.'}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          setAt({ x: left, y: bottom });
        }}
      >
        Edit
        <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
      </button>
      {at ? <Menu label="Edit" items={items} at={at} onClose={() => setAt(null)} /> : null}
    </>
  );
}

function stepsOf(picked: number, mayEdit: boolean, step: string | null, onTool: (tool: EditTool) => void) {
  const role = mayEdit ? undefined : 'Engineer role needed.';
  const rows = role ?? (picked === 0 ? 'Select rows first.' : undefined);
  const order = rows ?? (step === null ? 'The addresses of this protocol have no order.' : undefined);
  return [
    {
      id: 'tags.bulkEdit',
      title: 'Tags: Edit the selected',
      keys: ['Ctrl+Shift+E'],
      whyNot: () => rows,
      run: () => onTool('bulk'),
    },
    {
      id: 'tags.find',
      title: 'Tags: Find and replace',
      keys: ['Ctrl+H'],
      whyNot: () => role,
      run: () => onTool('find'),
    },
    { id: 'tags.shift', title: 'Tags: Shift addresses', keys: [], whyNot: () => order, run: () => onTool('shift') },
    {
      id: 'tags.useTemplate',
      title: 'Tags: Add from a template',
      keys: [],
      whyNot: () => role,
      run: () => onTool('useTemplate'),
    },
    {
      id: 'tags.saveTemplate',
      title: 'Tags: Save the selected as a template',
      keys: [],
      whyNot: () => rows,
      run: () => onTool('saveTemplate'),
    },
  ];
}

/** What the addresses of a device count: `register`; null where they have no order. */
export function useAddressStep(device: string): string | null {
  const protocol = useDevices((state) => state.list.find(({ id }) => id === device)?.protocol);
  useEffect(wantDrivers, []);
  return useDrivers(({ drivers }) => drivers.find(({ id }) => id === protocol)?.addressStep ?? null);
}
