import { z } from 'zod';
import { FoundNode } from '../../src-shared/contract/browse.ts';

/** What dragged nodes of a device carry, as JSON. */
const TYPE = 'nexus/nodes';

const NodeDrag = z.object({
  device: z.string(),
  /** Values. */
  nodes: z.array(FoundNode),
  /** Objects of which all values are meant. */
  below: z.array(z.object({ address: z.string(), name: z.string(), path: z.array(z.string()) })),
});
/** Nodes of a device that are dragged: values, and objects of which all values are meant. */
export type NodeDrag = z.output<typeof NodeDrag>;

/** The parts of a drag event that are used, so that any kind of event will do. */
interface Drag {
  readonly dataTransfer: DataTransfer | null;
}

export function dragNodes({ dataTransfer }: Drag, drag: NodeDrag): void {
  if (!dataTransfer) return;
  dataTransfer.setData(TYPE, JSON.stringify(drag));
  const texts = [...drag.nodes.map(({ node }) => node.address), ...drag.below.map(({ address }) => address)];
  dataTransfer.setData('text/plain', texts.join('\n'));
  dataTransfer.effectAllowed = 'copy';
}

export const carriesNodes = ({ dataTransfer }: Drag): boolean => dataTransfer?.types.includes(TYPE) ?? false;

/** The nodes that were dropped; undefined where it was something else. */
export function droppedNodes({ dataTransfer }: Drag): NodeDrag | undefined {
  const text = dataTransfer?.getData(TYPE) ?? '';
  if (text === '') return undefined;
  try {
    return NodeDrag.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
