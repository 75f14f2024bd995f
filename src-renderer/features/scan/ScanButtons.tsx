import { Radar } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ScanView } from '../../../src-shared/contract/drivers.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { ScanDialog } from './ScanDialog.tsx';

export interface ScanButtonsProps {
  /** Tells the scans of one editor from those of others. */
  readonly place: string;
  readonly scans: readonly ScanView[];
  /** The protocol can be asked what may stand at an address. */
  readonly detects: boolean;
  /** The device as it stands in the form. */
  readonly device: () => FormValue;
  /** Id of the device in the project; null where it is not in it yet. */
  readonly saved: string | null;
  /** Takes tags into a device that is not in the project yet. */
  readonly onTags: (tags: readonly FormValue[]) => void;
}

/** What can be looked for at the endpoint of a device: a button for each scan of its protocol. */
export function ScanButtons({ place, scans, detects, device, saved, onTags }: ScanButtonsProps): ReactNode {
  const [open, setOpen] = useState<{ readonly scan: ScanView; readonly device: FormValue } | null>(null);
  const isLost = useLink(({ state }) => state.kind === 'lost');
  const mayScan = useMay('configure');
  if (scans.length === 0) return null;
  return (
    <div className="scan-buttons">
      {scans.map((scan) => (
        <button
          key={scan.id}
          type="button"
          className="button"
          disabled={isLost || !mayScan}
          onClick={() => setOpen({ scan, device: device() })}
        >
          <Radar size={16} strokeWidth={1.5} aria-hidden />
          {scan.title}…
        </button>
      ))}
      {open ? (
        <ScanDialog
          {...open}
          place={`${place} ${open.scan.id}`}
          detects={detects}
          saved={saved}
          onTags={onTags}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}
