/** One thing in the address space of a device: a folder, or a value that can become a tag. */
export interface BrowsedNode {
  /** To browse it, and the address of a tag that reads it. */
  readonly address: string;
  readonly name: string;
  readonly description: string;
  readonly kind: NodeKind;
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
  /** What its numbers mean, from 0; empty where they mean themselves. */
  readonly states: readonly string[];
  /** The value of now, in short; empty where there is none. */
  readonly value: string;
}

export type NodeKind = 'folder' | 'value' | 'method' | 'type' | 'view';

/** What is asked of the address space of a device. Each reads only. */
export type BrowseQuestion =
  /** What is below a node, one page at a time; `isWide`: also what it refers to otherwise. */
  | {
      readonly kind: 'below';
      readonly address: string;
      readonly isWide?: boolean | undefined;
      readonly after?: string | undefined;
    }
  /** The pages behind `after` are not wanted: the device need not keep its place. */
  | { readonly kind: 'forget'; readonly after: string }
  /** Names of what is below several nodes, whole and without values: for who looks for something. */
  | { readonly kind: 'names'; readonly addresses: readonly string[] }
  /** What these nodes are. */
  | { readonly kind: 'nodes'; readonly addresses: readonly string[] }
  /** What these nodes hold now. */
  | { readonly kind: 'values'; readonly addresses: readonly string[] }
  /** Everything that a node says of itself. */
  | { readonly kind: 'facts'; readonly address: string }
  /** What the device itself stored of a node; times in µs. */
  | {
      readonly kind: 'history';
      readonly address: string;
      readonly fromUs: number;
      readonly toUs: number;
      readonly most: number;
    };

/** The answer to each kind of question. */
export interface BrowseAnswers {
  readonly below: BrowsedNodes;
  readonly forget: null;
  readonly names: readonly NamedBranch[];
  /** In the order of the addresses; null for one that does not say what it is. */
  readonly nodes: readonly (BrowsedNode | null)[];
  readonly values: readonly NodeValue[];
  readonly facts: NodeFacts;
  readonly history: NodeHistory;
}

export type BrowseAnswer<Q extends BrowseQuestion> = BrowseAnswers[Q['kind']];

/** A part of what is below a node. */
export interface BrowsedNodes {
  readonly nodes: readonly BrowsedNode[];
  /** With it the next page is asked for; null: this is the last. Good as long as the connection. */
  readonly next: string | null;
  /** There is more than can be asked for. */
  readonly isCut: boolean;
}

/** What is below one of several nodes. */
export interface NamedBranch {
  readonly nodes: readonly Pick<BrowsedNode, 'address' | 'name' | 'kind'>[];
  /** Why it cannot be looked through; null where it can. */
  readonly fault: string | null;
}

export interface NodeValue {
  /** In short. */
  readonly text: string;
  readonly severity: 'good' | 'uncertain' | 'bad';
  /** The status in words where it is not good. */
  readonly status: string;
}

/** Something that a node says, by its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Everything that a node says of itself. */
export interface NodeFacts {
  readonly address: string;
  readonly name: string;
  readonly kind: NodeKind;
  /** What it is for tags; null for what has no value. */
  readonly node: BrowsedNode | null;
  readonly attributes: readonly NamedText[];
  readonly properties: readonly NamedText[];
  readonly references: readonly NodeReference[];
  /** There are more of them. */
  readonly isCut: boolean;
  readonly value: (NodeValue & { readonly sourceUs: number | null; readonly serverUs: number | null }) | null;
  /** The device stores its values. */
  readonly hasHistory: boolean;
  readonly method: NodeMethod | null;
}

export interface NodeReference {
  /** `HasComponent` */
  readonly type: string;
  readonly isForward: boolean;
  readonly address: string;
  readonly name: string;
  readonly kind: NodeKind;
}

/** What a method takes and gives. */
export interface NodeMethod {
  /** Of the object that it is called on; null where it has none. */
  readonly owner: string | null;
  readonly inputs: readonly MethodArgument[];
  readonly outputs: readonly MethodArgument[];
}

export interface MethodArgument {
  readonly name: string;
  /** `Double`, `Int32[]` */
  readonly typeName: string;
  readonly description: string;
}

/** What a device stored of a node, oldest first. */
export interface NodeHistory {
  readonly samples: readonly (NodeValue & { readonly timeUs: number; readonly number: number | null })[];
  /** There is more than was read. */
  readonly isCut: boolean;
}

/** A call of a method: its arguments as texts, in their order. */
export interface MethodOrder {
  readonly owner: string;
  readonly method: string;
  readonly inputs: readonly string[];
}

/** A place where looking through a device may begin: `Objects`. */
export interface NodeView {
  readonly address: string;
  readonly title: string;
}
