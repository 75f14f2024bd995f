import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { useMay } from '../../state/roles.ts';
import { Menu } from '../../ui/Menu.tsx';
import { exportAudit, saveCheckpoint } from './audit-store.ts';

/** What can be saved of the trail. */
export function AuditTools(): ReactNode {
  const mayExport = useMay('audit');
  const [at, setAt] = useState<{ readonly x: number; readonly y: number }>();
  const [fault, setFault] = useState('');
  const run = (work: () => Promise<void>): void => {
    setFault('');
    work().catch((error: unknown) => setFault(toNexusError(error).text));
  };
  const item = (label: string, work: () => Promise<void>) => ({
    ...{ label, keys: '', state: 'enabled' as const },
    onChoose: () => run(work),
  });
  return (
    <>
      {fault === '' ? null : (
        <span className="audit-fault" role="alert">
          {fault}
        </span>
      )}
      <button
        type="button"
        className="button"
        disabled={!mayExport}
        aria-haspopup="menu"
        title={
          mayExport ? 'What the filter leaves, as a signed zip' : 'Ask an Administrator or an Auditor to export it.'
        }
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          setAt({ x: left, y: bottom });
        }}
      >
        <Download size={16} strokeWidth={1.5} aria-hidden />
        Export
      </button>
      {at === undefined ? null : (
        <Menu
          label="Export"
          at={at}
          onClose={() => setAt(undefined)}
          items={[
            item('CSV, signed', () => exportAudit('csv')),
            item('JSON, signed', () => exportAudit('json')),
            item('Checkpoint to keep elsewhere', saveCheckpoint),
          ]}
        />
      )}
    </>
  );
}
