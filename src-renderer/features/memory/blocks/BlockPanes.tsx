import { type ReactNode, useEffect, useMemo } from 'react';
import type { MemoryAreaView, MemoryMapView } from '../../../../src-shared/contract/memory.ts';
import { ErrorStrip } from '../../../ui/ErrorStrip.tsx';
import { Message } from '../../../ui/Message.tsx';
import { usePageCommands } from '../../../ui/page-context.ts';
import { bookOf, type DeviceMemory, loadMemory } from '../memory-store.ts';
import { AddressHelper } from './AddressHelper.tsx';
import { BlockNotes } from './BlockNotes.tsx';
import { BlocksToolbar } from './BlocksToolbar.tsx';
import { BlockTree } from './BlockTree.tsx';
import { type BlockNode, blockNodes } from './block-values.ts';
import { blocksOf, loadBlocks, useBlocksOf } from './blocks-store.ts';
import { tagsAdded, tickedForms } from './make-tags.ts';
import { PlaceDecoder } from './PlaceDecoder.tsx';
import { readingEnded } from './read-values.ts';
import './blocks.css';

interface BlockPanesProps {
  readonly device: string;
  readonly memory: DeviceMemory;
  readonly map: MemoryMapView;
  readonly area: MemoryAreaView;
  /** The cells of the area. */
  readonly children: ReactNode;
}

/** A memory of blocks: what is in them by file and by device, their bytes, and addresses made right (ux 3.6). */
export function BlockPanes({ device, memory, map, area, children }: BlockPanesProps): ReactNode {
  const { status, reason, files, readings, said } = useBlocksOf(device);
  useEffect(() => {
    void loadBlocks(device);
    return () => readingEnded(device);
  }, [device]);
  const named = useNamedAreas(device, map);
  const nodes = useMemo(() => blockNodes(map.areas, files, readings), [map, files, readings]);
  usePageCommands(useCommandsOf(device, nodes));
  const lengths = useMemo(
    () => Object.fromEntries(map.areas.filter(({ isLastKnown }) => isLastKnown).map(({ id, last }) => [id, last + 1])),
    [map],
  );
  const areas = useMemo(() => [...new Set([...map.areas.map(({ id }) => id), ...named])], [map, named]);
  return (
    <div className="block-page">
      <BlocksToolbar device={device} map={map} nodes={nodes} />
      {status === 'failed' ? (
        <ErrorStrip
          title="The layouts of this device could not be read."
          cause={reason}
          onRetry={() => void loadBlocks(device)}
        />
      ) : null}
      {said ? <Message code={said.code} text={said.text} tone={said.tone} isAlert={said.tone === 'error'} /> : null}
      <div className="block-panes">
        <div className="block-left">
          {nodes.length === 0 ? (
            <p className="memory-hint">No block list from this CPU. Import a .db source or type an address.</p>
          ) : (
            <BlockTree device={device} nodes={nodes} />
          )}
          <BlockNotes device={device} map={map} nodes={nodes} area={area.id} />
        </div>
        {children}
        <div className="block-right" tabIndex={0} role="region" aria-label="Values and addresses">
          <AddressHelper device={device} areas={areas} lengths={lengths} />
          <PlaceDecoder device={device} book={bookOf(device, area)} run={memory.window.run} />
        </div>
      </div>
    </div>
  );
}

/** Areas that files know of: the device is asked for those that it did not list. */
function useNamedAreas(device: string, map: MemoryMapView): readonly string[] {
  const { files } = useBlocksOf(device);
  const named = useMemo(
    () => [...new Set(files.map(({ area }) => area).filter((area) => area !== ''))].slice(0, 100),
    [files],
  );
  const isComplete = named.every((area) => map.areas.some(({ id }) => id === area));
  useEffect(() => {
    if (!isComplete) void loadMemory(device, named);
  }, [device, named, isComplete]);
  return named;
}

function useCommandsOf(device: string, nodes: readonly BlockNode[]) {
  return useMemo(
    () => [
      {
        id: 'blocks.addTags',
        title: 'Blocks: Add ticked values as tags',
        keys: ['Ctrl+Shift+A'],
        whyNot: () => (blocksOf(device).ticked.size > 0 ? undefined : 'Tick values first.'),
        run: () => tagsAdded(device, tickedForms(nodes, blocksOf(device).ticked)),
      },
    ],
    [device, nodes],
  );
}
