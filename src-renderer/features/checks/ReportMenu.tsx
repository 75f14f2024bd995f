import { FileDown } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { CheckReportFormat } from '../../../src-shared/contract/checks.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { checkPath } from '../../state/checks.ts';
import { checkReportAsked } from '../../state/gateway-jobs.ts';
import { tabOpened } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import { Menu } from '../../ui/Menu.tsx';

interface CheckReport {
  readonly format: CheckReportFormat;
  readonly paper: 'A4' | 'Letter';
}

const FILES: readonly (readonly [label: string, report: CheckReport])[] = [
  ['PDF, A4', { format: 'pdf', paper: 'A4' }],
  ['PDF, Letter', { format: 'pdf', paper: 'Letter' }],
  ['CSV', { format: 'csv', paper: 'A4' }],
  ['JSON bundle with hashes', { format: 'json', paper: 'A4' }],
];

/** The report of a sheet: to look at and print, or as a file. */
export function ReportMenu({ id }: { readonly id: string }): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<{ readonly x: number; readonly y: number }>();
  const save = (report: CheckReport): void => {
    checkReportAsked({ id, ...report }).catch((error: unknown) =>
      noticed({ kind: 'failed', text: `The report was not made. ${toNexusError(error).text}` }),
    );
  };
  const open = (): void => {
    const { left = 0, bottom = 0 } = button.current?.getBoundingClientRect() ?? {};
    setAt(at ? undefined : { x: left, y: bottom });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button"
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        onClick={open}
      >
        <FileDown size={16} strokeWidth={1.5} aria-hidden />
        Report ▾
      </button>
      {at ? (
        <Menu
          label="Report"
          at={at}
          onClose={() => setAt(undefined)}
          items={[
            {
              label: 'Look at it, print',
              keys: '',
              state: 'enabled',
              onChoose: () => tabOpened(`${checkPath(id)}/report`, 'kept'),
            },
            ...FILES.map(([label, report]) => ({
              label,
              keys: '',
              state: 'enabled' as const,
              onChoose: () => save(report),
            })),
          ]}
        />
      ) : null}
    </>
  );
}
