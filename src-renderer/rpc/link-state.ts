/** How this page stands with its gateway. Times are wall clock, ms since 1970. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly roundTripMs: number | null }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly nextTryMs: number }
  | { readonly kind: 'signed-out' };
