import type { CheckCapture, CheckDetails, CheckPhoto, CheckSignature } from '../../src-shared/contract/check-loops.ts';
import type { CheckStep } from '../../src-shared/domain/check-steps.ts';

interface Loop {
  readonly sheet: string;
  readonly device: string;
  readonly tag: string;
}

/** A step with what was seen of it, as it is signed. */
export interface SignedStep {
  readonly step: CheckStep;
  readonly capture: CheckCapture;
}

type What =
  | (Loop & { readonly kind: 'captured'; readonly step: string; readonly capture: CheckCapture })
  | (Loop & { readonly kind: 'noted'; readonly details: CheckDetails })
  | (Loop & { readonly kind: 'photo'; readonly photo: CheckPhoto })
  | (Loop & {
      readonly kind: 'signed';
      readonly verdict: CheckSignature['verdict'];
      readonly name: string;
      readonly revision: number;
      /** What of the tag's configuration decides its values, and the hash of that. */
      readonly config: Readonly<Record<string, unknown>>;
      readonly configHash: string;
      readonly steps: readonly SignedStep[];
      readonly details: CheckDetails;
      readonly photos: readonly CheckPhoto[];
    })
  | (Loop & { readonly kind: 'witnessed'; readonly name: string /** Of the signature. */; readonly signature: string })
  | (Loop & { readonly kind: 'reopened'; readonly reason: string })
  | (Loop & { readonly kind: 'punch'; readonly id: string; readonly text: string })
  | (Loop & { readonly kind: 'punch_closed'; readonly id: string })
  | { readonly kind: 'removed'; readonly sheet: string }
  /** A start found that something is missing or was replaced. */
  | { readonly kind: 'found_broken'; readonly entry: number; readonly text: string };

/** One entry of the record of loop checks. `at` is ISO 8601 UTC; `actor` as the gateway knows him. */
export type CheckEvent = What & { readonly at: string; readonly actor: string };

export interface RecordedEvent {
  readonly event: CheckEvent;
  readonly entry: number;
  readonly hash: string;
}

const KINDS: ReadonlySet<string> = new Set<CheckEvent['kind']>([
  'captured',
  'noted',
  'photo',
  'signed',
  'witnessed',
  'reopened',
  'punch',
  'punch_closed',
  'removed',
  'found_broken',
]);

/** An entry whose hash was right was written by this program; one of a kind of a later version is passed over. */
export function parseEvent(text: string): CheckEvent | undefined {
  const event = JSON.parse(text) as CheckEvent;
  return KINDS.has(event.kind) ? event : undefined;
}
