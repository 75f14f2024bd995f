import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import type { EditTool } from './EditMenu.tsx';
import { cellText, fieldById } from './edit/tag-fields.ts';
import type { TagRow } from './edit/tag-rows.ts';
import { canEdit } from './edit/take-intent.ts';

const BulkEditDialog = lazy(async () => ({ default: (await import('./bulk/BulkEditDialog.tsx')).BulkEditDialog }));
const FindBar = lazy(async () => ({ default: (await import('./find/FindBar.tsx')).FindBar }));
const ShiftDialog = lazy(async () => ({ default: (await import('./shift/ShiftDialog.tsx')).ShiftDialog }));

const SaveTemplateDialog = lazy(async () => ({
  default: (await import('./templates/SaveTemplateDialog.tsx')).SaveTemplateDialog,
}));
const UseTemplateDialog = lazy(async () => ({
  default: (await import('./templates/UseTemplateDialog.tsx')).UseTemplateDialog,
}));

/** What was asked for, and how often, so that a key that is pressed again is heard. */
export interface AskedTool {
  readonly tool: EditTool;
  readonly asked: number;
}

interface EditToolsProps {
  readonly device: string;
  readonly open: AskedTool | null;
  /** Those that the filter leaves. */
  readonly rows: readonly TagRow[];
  readonly picked: readonly TagRow[];
  /** Ids of the columns that are shown. */
  readonly columns: readonly string[];
  readonly onClose: () => void;
}

/** The tool that is open over a tag table, loaded when it is opened first. */
export function EditTools({ device, open, rows, picked, columns, onClose }: EditToolsProps): ReactNode {
  const fields = useMemo(() => columns.flatMap((id) => fieldById(id) ?? []), [columns]);
  const chosen = useMemo(() => picked.filter((row) => canEdit(row) && row.state !== 'blank'), [picked]);
  const isTemplate = open?.tool === 'useTemplate';
  const addresses = useMemo(
    () => new Set((isTemplate ? rows : []).map(({ form }) => cellText(form, { path: 'address' }))),
    [isTemplate, rows],
  );
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      {open.tool === 'bulk' ? <BulkEditDialog device={device} rows={chosen} onClose={onClose} /> : null}
      {open.tool === 'shift' ? <ShiftDialog device={device} rows={chosen} onClose={onClose} /> : null}
      {open.tool === 'saveTemplate' ? <SaveTemplateDialog device={device} rows={chosen} onClose={onClose} /> : null}
      {open.tool === 'useTemplate' ? (
        <UseTemplateDialog device={device} addresses={addresses} onClose={onClose} />
      ) : null}
      {open.tool === 'find' ? (
        <FindBar
          device={device}
          rows={rows}
          picked={chosen.map(({ key }) => key)}
          fields={fields}
          asked={open.asked}
          onClose={onClose}
        />
      ) : null}
    </Suspense>
  );
}
