import { FileDown, FileUp } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useDevices } from '../../../state/devices.ts';
import { usePage, usePageCommands } from '../../../ui/page-context.ts';
import type { TagRow } from '../edit/tag-rows.ts';
import { importOpened, useTagImport } from './import-store.ts';

const ExportTagsDialog = lazy(async () => ({
  default: (await import('../export/ExportTagsDialog.tsx')).ExportTagsDialog,
}));
const ImportDialog = lazy(async () => ({ default: (await import('./ImportDialog.tsx')).ImportDialog }));

interface TagFileButtonsProps {
  readonly device: string;
  readonly mayEdit: boolean;
  readonly picked: readonly TagRow[];
}

/** Files of tags, in and out: by button, by the palette, and by dropping one on the page. */
export function TagFileButtons({ device, mayEdit, picked }: TagFileButtonsProps): ReactNode {
  const title = useDevices(({ list }) => list.find(({ id }) => id === device)?.name ?? device);
  const isOpen = useTagImport((state) => state.device === device);
  const [isExporting, setExporting] = useState(false);
  const { isActive } = usePage();
  useFileDrop(isActive && mayEdit ? device : undefined);
  const commands = useMemo(
    () => [
      {
        id: 'tags.import',
        title: 'Tags: Import from a file',
        whyNot: () => (mayEdit ? undefined : 'Engineer role needed.'),
        run: () => importOpened(device, null),
      },
      { id: 'tags.export', title: 'Tags: Export to a file', run: () => setExporting(true) },
    ],
    [device, mayEdit],
  );
  usePageCommands(commands);
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={!mayEdit}
        title={mayEdit ? 'From CSV, Excel, Kepware, Ignition, TIA Portal, NodeSet2 …' : 'Engineer role needed.'}
        onClick={() => importOpened(device, null)}
      >
        <FileUp size={16} strokeWidth={1.5} aria-hidden />
        Import…
      </button>
      <button
        type="button"
        className="button"
        title="CSV, Excel, JSON, devices.yaml, Kepware …"
        onClick={() => setExporting(true)}
      >
        <FileDown size={16} strokeWidth={1.5} aria-hidden />
        Export…
      </button>
      {isExporting ? (
        <Suspense fallback={null}>
          <ExportTagsDialog
            device={device}
            title={title}
            picked={picked.filter(({ state }) => state !== 'blank').map(({ key }) => key)}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      ) : null}
      {isOpen ? (
        <Suspense fallback={null}>
          <ImportDialog device={device} title={title} />
        </Suspense>
      ) : null}
    </>
  );
}

/** A file that is dropped anywhere on the page is imported into the table that is in front. */
function useFileDrop(device: string | undefined): void {
  useEffect(() => {
    if (device === undefined) return undefined;
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      importOpened(device, file);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [device]);
}
