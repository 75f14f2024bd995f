import { FileUp } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { MemoryMapView } from '../../../../src-shared/contract/memory.ts';
import { formatInteger } from '../../../ui/number-format.ts';
import type { BlockNode } from './block-values.ts';
import { blocksOf, useBlocksOf } from './blocks-store.ts';
import { LAYOUT_FILES, layoutImported } from './import-layout.ts';
import { addressesWatched, tagsAdded, tickedForms } from './make-tags.ts';
import { readingEnded, valuesRead } from './read-values.ts';
import { VerifyDialog } from './VerifyDialog.tsx';

interface BlocksToolbarProps {
  readonly device: string;
  readonly map: MemoryMapView;
  readonly nodes: readonly BlockNode[];
}

/** What the device says of itself, files of its program, and what can be done with the values that are ticked. */
export function BlocksToolbar({ device, map, nodes }: BlocksToolbarProps): ReactNode {
  const { ticked, reading, files } = useBlocksOf(device);
  const [isVerifying, setVerifying] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const count = ticked.size;
  const placed = files.flatMap(({ values }) => values.filter(({ place }) => place !== null));
  const forms = () => tickedForms(nodes, blocksOf(device).ticked);
  const imported = async (chosen: File): Promise<void> => {
    if (!(await layoutImported(device, chosen))) return;
    // Each value is told what becomes of it: by really reading it.
    const { files: all } = blocksOf(device);
    void valuesRead(
      device,
      all.flatMap(({ values }) => values),
    );
  };
  return (
    <div className="toolbar blocks-toolbar">
      <span className="block-facts">
        {map.facts.map(({ title, text }) => (
          <span key={title}>
            <span className="quiet">{title}</span> {text}
          </span>
        ))}
      </span>
      <span className="spacer" />
      <input
        ref={file}
        type="file"
        className="visually-hidden"
        aria-label="Source file or tag table"
        tabIndex={-1}
        accept={LAYOUT_FILES}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) void imported(chosen);
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        className="button"
        title="Sources of blocks (.db, .scl, .awl, .udt) and tag tables (.xlsx, .xml, .csv)"
        onClick={() => file.current?.click()}
      >
        <FileUp size={16} strokeWidth={1.5} aria-hidden />
        Import .db/.scl/.xlsx…
      </button>
      {reading > 0 ? (
        <button type="button" className="button" onClick={() => readingEnded(device)}>
          Stop reading {formatInteger(reading)}
        </button>
      ) : (
        <button
          type="button"
          className="button"
          disabled={placed.length === 0}
          onClick={() => void valuesRead(device, placed)}
        >
          Read all values
        </button>
      )}
      <button type="button" className="button" disabled={placed.length === 0} onClick={() => setVerifying(true)}>
        Verify 10 at random
      </button>
      <button type="button" className="button" disabled={count === 0} onClick={() => addressesWatched(device, forms())}>
        Add to watch
      </button>
      <button
        type="button"
        className="button primary"
        disabled={count === 0}
        title="Ctrl+Shift+A"
        onClick={() => tagsAdded(device, forms())}
      >
        {count === 1 ? 'Add 1 tag' : `Add ${formatInteger(count)} tags`}
      </button>
      {isVerifying ? <VerifyDialog device={device} nodes={nodes} onClose={() => setVerifying(false)} /> : null}
    </div>
  );
}
