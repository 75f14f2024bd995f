export interface IngestOrder {
  /** A folder of its own; stays. */
  readonly folder: string;
  readonly url: string;
  readonly clientId: string;
  /** Messages that wait at the broker for this client. */
  readonly messages: number;
  /** Of a database: the points count when they are stored there. */
  readonly database?: string;
}

/** Both contestants read the same subscription, whose session the broker keeps. */
export const GROUP = 'bench';
export const FILTER = 'bench/#';
export const SHARED = `$share/${GROUP}/${FILTER}`;
export const TAGS = 1_000;
export const DEVICES = 10;

export const topicOf = (tag: number): string => `bench/plant/line-1/pump-${tag % DEVICES}/pressure-${tag}`;

/** A payload of ours for point `n` of a tag. */
export function payloadOf(tag: number, n: number): string {
  const timestamp = new Date(1_763_700_000_000 + n * 10).toISOString().replace('Z', '123Z');
  const value = ((n * 7 + tag * 13) % 10_000) / 100;
  return `{"value":${value},"timestamp":"${timestamp}","quality":192,"unit":"bar","device_id":"pump-${tag % DEVICES}","tag_id":"pressure-${tag}"}`;
}
