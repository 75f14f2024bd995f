import type { CheckedDevice } from '../check/check-device.ts';

/** Names of documents of the project in which something is shown or checked. */
export interface DocumentUses {
  readonly trends: readonly string[];
  readonly watches: readonly string[];
  readonly checks: readonly string[];
}

/** What is known beside the two states of a project. Each may be left out; the words then say less. */
export interface ChangeFacts {
  /** Where a tag is used; of a whole device where no tag is named. By the ids before the change. */
  readonly uses?: (device: string, tag?: string) => DocumentUses;
  /** False: nothing is published, so that no topic stops or moves. */
  readonly publishes?: boolean;
  /** The share of its time that reading a device of this configuration takes, 0…; undefined where nobody knows. */
  readonly load?: (device: CheckedDevice) => number | undefined;
}
