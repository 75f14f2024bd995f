import type { TagNames } from '../../../src-shared/contract/devices.ts';
import type { TagHits } from './tag-index.ts';

/** What the page asks of the thread that searches. */
export type SearchAsk =
  | { readonly kind: 'catalogue'; readonly devices: readonly TagNames[] }
  | {
      readonly kind: 'find';
      readonly number: number;
      readonly what: 'tags' | 'topics';
      readonly text: string;
      readonly limit: number;
      /** `device/tag`, the latest first. */
      readonly recent: readonly string[];
    };

/** The answer to the `find` of the same number. */
export interface SearchAnswer extends TagHits {
  readonly number: number;
}
