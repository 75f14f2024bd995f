import { type ReactNode, useState } from 'react';
import type { MemoryMapView } from '../../../../src-shared/contract/memory.ts';
import { useMay } from '../../../state/roles.ts';
import { Message } from '../../../ui/Message.tsx';
import type { BlockNode, FileBlockView } from './block-values.ts';
import { areaSaid, blocksChanged, blocksOf, layoutRemoved, useBlocksOf } from './blocks-store.ts';
import { InsteadOffer } from './InsteadOffer.tsx';
import { valuesRead } from './read-values.ts';

interface BlockNotesProps {
  readonly device: string;
  readonly map: MemoryMapView;
  readonly nodes: readonly BlockNode[];
  /** The area that is shown. */
  readonly area: string;
}

/** What is to be known of the block that is shown, and what files still have to be told. */
export function BlockNotes({ device, map, nodes, area }: BlockNotesProps): ReactNode {
  const shown = nodes.filter((node) => node.area === area);
  const unplaced = nodes.filter((node) => node.area === '');
  return (
    <div className="block-notes">
      {shown.map(({ key, mismatch, fault }) => (
        <div key={key}>
          {fault ? <Message code={fault.code} text={fault.text} /> : null}
          {mismatch === '' ? null : <Message code="s7.length" text={mismatch} tone="warning" />}
        </div>
      ))}
      {nodes.map(({ key, file, isOptimised }) => (isOptimised && file ? <Optimised key={key} file={file} /> : null))}
      {map.instead && nodes.some(({ isOptimised, fault }) => isOptimised || fault?.code === 's7.putget') ? (
        <InsteadOffer key={map.instead.address} instead={map.instead} />
      ) : null}
      {unplaced.map(({ key, file }) => (file ? <WhichBlock key={key} device={device} file={file} /> : null))}
      <Ticking device={device} nodes={shown} />
      <Layouts device={device} />
    </div>
  );
}

function Optimised({ file }: { readonly file: FileBlockView }): ReactNode {
  const text = `“${file.name}” has optimised access: its values have no offsets. In TIA Portal, switch off “Optimized block access” in its attributes, compile and download.`;
  return <Message code="s7.putget" text={text} tone="warning" />;
}

/** A source names its blocks by words: somebody has to say which one it is. */
function WhichBlock({ device, file }: { readonly device: string; readonly file: FileBlockView }): ReactNode {
  const [text, setText] = useState('');
  const isEngineer = useMay('configure');
  const area = /^\d+$/.test(text) ? `DB${text}` : text.trim().toUpperCase();
  return (
    <form
      className="block-which"
      onSubmit={(event) => {
        event.preventDefault();
        if (/^[A-Z]+\d*$/.test(area)) void placed(device, file, area);
      }}
    >
      <label>
        Number of “{file.name}”{' '}
        <input
          className="field mono"
          size={7}
          placeholder="10"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={!isEngineer || text.trim() === ''}>
        Set
      </button>
    </form>
  );
}

/** Each value of the block is told what becomes of it: by really reading it. */
async function placed(device: string, file: FileBlockView, area: string): Promise<void> {
  await areaSaid(device, file, area);
  const now = blocksOf(device).files.find(({ key }) => key === file.key);
  if (now) await valuesRead(device, now.values);
}

/** Ticks all values of the block that is shown. */
function Ticking({ device, nodes }: { readonly device: string; readonly nodes: readonly BlockNode[] }): ReactNode {
  const { ticked } = useBlocksOf(device);
  const keys = nodes.flatMap(({ file }) => file?.values.filter(({ place }) => place).map(({ key }) => key) ?? []);
  if (keys.length === 0) return null;
  const areAll = keys.every((key) => ticked.has(key));
  const change = (): void => {
    const next = new Set(blocksOf(device).ticked);
    for (const key of keys) {
      if (areAll) next.delete(key);
      else next.add(key);
    }
    blocksChanged(device, { ticked: next });
  };
  return (
    <button type="button" className="button" onClick={change}>
      {areAll ? 'Tick none of this block' : `Tick all ${keys.length} of this block`}
    </button>
  );
}

/** The files that the project keeps for this device. */
function Layouts({ device }: { readonly device: string }): ReactNode {
  const { layouts } = useBlocksOf(device);
  const isEngineer = useMay('configure');
  if (layouts.length === 0) return null;
  return (
    <ul className="block-layouts quiet" aria-label="Imported files">
      {layouts.map(({ id, name }) => (
        <li key={id}>
          {name}{' '}
          <button
            type="button"
            className="link-button"
            disabled={!isEngineer}
            onClick={() => void layoutRemoved(device, id)}
          >
            Remove
          </button>
        </li>
      ))}
    </ul>
  );
}
