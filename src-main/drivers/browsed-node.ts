/** One thing in the address space of a device: a folder, or a value that can become a tag. */
export interface BrowsedNode {
  /** To browse it, and the address of a tag that reads it. */
  readonly address: string;
  readonly name: string;
  readonly description: string;
  readonly kind: 'folder' | 'value' | 'method';
  /** Nodes below it may be asked for. */
  readonly hasChildren: boolean;
  /** As the device calls it: `Double`, `Int32[4]`; empty for what has no value. */
  readonly typeName: string;
  /** Undefined where this gateway has no such type. */
  readonly dataType?: string | undefined;
  readonly isReadable: boolean;
  readonly isWritable: boolean;
  /** As the device writes it: `°C`; empty where it says none. */
  readonly unit: string;
  readonly euLow: number | null;
  readonly euHigh: number | null;
  /** The value of now, in short; empty where there is none. */
  readonly value: string;
}

/** What is below a node. */
export interface BrowsedNodes {
  /** The node itself, with its value of now; undefined for the root. */
  readonly self: BrowsedNode | undefined;
  readonly nodes: readonly BrowsedNode[];
  /** There is more than was read. */
  readonly isCut: boolean;
}
