import type { PublisherHostData } from '../publishing/publisher-messages.ts';

/** What the witness host is started with: the connection of the sink that it looks at, with a client id of its own. */
export type WitnessData = Pick<PublisherHostData, 'config' | 'password' | 'tls' | 'clientId'> & {
  /** Of the embedded broker, where it is one. */
  readonly url: string;
};

/** Which topics belong to which key. */
export interface WitnessOrder {
  /** Of tags; the place of one is its key. */
  readonly topics: readonly string[];
  /** What is subscribed. */
  readonly filters: readonly string[];
}

/** What was seen so far, by key. */
export interface WitnessReport {
  readonly link: 'connecting' | 'connected' | 'offline';
  /** Why it does not hear, or did not for a while; empty where it heard everything. */
  readonly problem: string;
  /** Connections that it lost since it began: what came meanwhile it did not hear. */
  readonly losses: number;
  readonly count: Float64Array;
  readonly sum: Float64Array;
  /** First deliveries that came after a later point of their tag. */
  readonly late: Float64Array;
  /** Messages that came a second time, and their points. */
  readonly repeatedMessages: number;
  readonly repeatedPoints: number;
  readonly messages: number;
  /** Of known topics, with a payload that is none of ours. */
  readonly undecoded: number;
}

/** Calls of the host by name. */
export interface WitnessCalls {
  /** Resolves when the broker has taken the subscription. Rejects NX_MQTT_REFUSED. */
  readonly begin: WitnessOrder;
  /** Counts anew, points of this time and later. */
  readonly from: { readonly fromUs: number };
  /** Points as late or later are not counted from now on. */
  readonly until: { readonly toUs: number };
  /** Answers with a WitnessReport. */
  readonly report: null;
}
