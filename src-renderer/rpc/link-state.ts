import type { SignInWays } from './session.ts';

/** How this page stands with its gateway. Times are wall clock, ms since 1970. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly roundTripMs: number | null }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly nextTryMs: number }
  /** A session is needed: how one gets in, and why the last one or the last try came to nothing. */
  | {
      readonly kind: 'signed-out';
      readonly ways: SignInWays;
      readonly refusal: { readonly code: string; readonly text: string } | undefined;
    };
