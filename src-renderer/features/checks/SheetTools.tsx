import { Settings2, UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import type { CheckSheet } from '../../../src-shared/domain/check-sheet.ts';
import { AssignDialog, SheetDialog } from './SheetDialogs.tsx';

interface SheetToolsProps {
  readonly sheet: CheckSheet;
  /** Those that the filter shows. */
  readonly loops: readonly CheckLoopView[];
}

/** Who does which loops, and what holds for all of them. */
export function SheetTools({ sheet, loops }: SheetToolsProps): ReactNode {
  const [open, setOpen] = useState<'assign' | 'sheet'>();
  const close = (): void => setOpen(undefined);
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen('assign')}>
        <UserPlus size={16} strokeWidth={1.5} aria-hidden />
        Assign…
      </button>
      <button type="button" className="button" onClick={() => setOpen('sheet')}>
        <Settings2 size={16} strokeWidth={1.5} aria-hidden />
        Edit sheet…
      </button>
      {open === 'assign' ? <AssignDialog sheet={sheet.id} loops={loops} onClose={close} /> : null}
      {open === 'sheet' ? <SheetDialog sheet={sheet} onClose={close} /> : null}
    </>
  );
}
