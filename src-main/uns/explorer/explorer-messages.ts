import type { BranchRow, FoundTopic, NamespaceState, TopicView } from '../../../src-shared/contract/namespace.ts';
import type { BrokerState, PublisherHostData } from '../publishing/publisher-messages.ts';
import type { ExpectedTopic, TreeLimits } from './topic-tree.ts';

/** What the explorer host is started with: the publisher's broker and credentials, and a client id of its own. */
export interface ExplorerHostData extends Pick<PublisherHostData, 'config' | 'password' | 'tls' | 'clientId'> {
  readonly limits: TreeLimits;
}

/** What a viewer looks at. */
export type ViewAsk =
  | { readonly kind: 'tree'; readonly open: readonly string[] }
  | { readonly kind: 'topic'; readonly topic: string };

/** The project as the explorer has to know it. */
export interface OwnTopics {
  readonly topics: readonly ExpectedTopic[];
  /** Below these, topics are ours. */
  readonly prefixes: readonly string[];
  /** False where the payload gives tags no topics of their own. */
  readonly knowsTags: boolean;
}

export type ToExplorerHost =
  | { readonly type: 'own'; readonly own: OwnTopics }
  /** How the embedded broker is, where there is one. */
  | { readonly type: 'broker'; readonly state: BrokerState }
  | { readonly type: 'filters'; readonly filters: readonly string[] }
  | { readonly type: 'view'; readonly view: number; readonly ask: ViewAsk }
  /** Other branches are open in a tree. */
  | { readonly type: 'open'; readonly view: number; readonly open: readonly string[] }
  /** The viewer took the last event and waits for the next: never more than one is on its way. */
  | { readonly type: 'next'; readonly view: number }
  | { readonly type: 'close'; readonly view: number };

export interface TreeEvent {
  readonly state: NamespaceState;
  readonly rows: readonly BranchRow[];
  readonly hidden: readonly { readonly parent: number; readonly count: number }[];
}

export type FromExplorerHost =
  | { readonly type: 'tree'; readonly view: number; readonly event: TreeEvent }
  | { readonly type: 'topic'; readonly view: number; readonly event: TopicView };

/** A message that is to be published. */
export interface TestMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** What was found of a question. */
export interface FoundTopics {
  readonly total: number;
  readonly topics: FoundTopic[];
}
