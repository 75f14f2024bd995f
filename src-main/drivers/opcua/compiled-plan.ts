import type { NodeId, ReadValueId } from 'node-opcua-client';
import type { DriverTag, PlanSummary, ReadPlan } from '../driver.ts';
import { formatAddress, type NodeAddress, parseAddress } from './address.ts';
import type { Library } from './library.ts';
import { makeNodeId } from './node-id.ts';
import type { OpenSession } from './open-session.ts';

/** One tag of a plan. */
export interface PlannedTag {
  readonly row: number;
  readonly tag: DriverTag;
  readonly address: NodeAddress;
  /** The address in our notation. */
  readonly name: string;
}

/** A plan as one session asks for it: NodeIds with the indexes that namespaces have there. */
export interface BoundPlan {
  readonly session: OpenSession;
  /** Rows that can be asked for, in rising order, and what is asked for each. */
  readonly rows: Uint32Array;
  readonly nodes: readonly ReadValueId[];
  /** Which element of an array, by row. */
  readonly elements: readonly (number | undefined)[];
  /** Tags whose namespace the server does not have. */
  readonly homeless: readonly PlannedTag[];
}

/** The tags of one poll or subscription. */
export class CompiledPlan implements ReadPlan {
  readonly tags: readonly PlannedTag[];
  /** Why rows are Bad since the last read. */
  readonly faults = new Map<number, string>();
  /** Built-in type of the last good value, with ARRAY_OF where it was a whole array, by row; 0 before the first. */
  readonly types: Uint8Array;
  readonly #batchSize: () => number;
  #bound: BoundPlan | undefined;

  /** @param batchSize how many nodes one request asks for, as far as it is known */
  constructor(tags: readonly DriverTag[], batchSize: () => number) {
    this.tags = tags.map((tag, row) => {
      const address = parseAddress(tag.address);
      return { row, tag, address, name: formatAddress(address) };
    });
    this.types = new Uint8Array(tags.length);
    this.#batchSize = batchSize;
  }

  get summary(): PlanSummary {
    const size = this.#batchSize();
    const requests = [];
    for (let start = 0; start < this.tags.length; start += size) {
      const tags = Math.min(size, this.tags.length - start);
      requests.push({ text: `Read ${tags} ${tags === 1 ? 'node' : 'nodes'}`, tags });
    }
    return { requests, limits: `${size} nodes in a request` };
  }

  /** What is asked for over this session; made once a session. */
  bind(session: OpenSession): BoundPlan {
    if (this.#bound?.session === session) return this.#bound;
    const { library, facts } = session;
    const rows: number[] = [];
    const nodes: ReadValueId[] = [];
    const homeless: PlannedTag[] = [];
    for (const planned of this.tags) {
      const nodeId = makeNodeId(library, planned.address, facts.namespaces);
      if (!nodeId) {
        homeless.push(planned);
        continue;
      }
      rows.push(planned.row);
      nodes.push(valueOf(library, nodeId, planned.address.element));
    }
    const elements = this.tags.map(({ address }) => address.element);
    this.#bound = { session, rows: Uint32Array.from(rows), nodes, elements, homeless };
    return this.#bound;
  }
}

/** The value of a node, whole or one element of it; made once and sent often. */
export function valueOf({ client }: Library, nodeId: NodeId, element: number | undefined): ReadValueId {
  const attributeId = client.AttributeIds.Value;
  if (element === undefined) return new client.ReadValueId({ nodeId, attributeId });
  // The library makes a range of the text.
  return new client.ReadValueId({ nodeId, attributeId, indexRange: String(element) as never });
}
