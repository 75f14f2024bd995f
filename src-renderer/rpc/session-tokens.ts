import { z } from 'zod';

const Tokens = z.object({
  session: z.string(),
  /** For the next one, once. */
  refresh: z.string().optional(),
  user: z.string().optional(),
});
/** What a tab holds of its session. */
export type Tokens = z.output<typeof Tokens>;

const STORED_AS = 'nexus.session';
const Shared = z.object({ was: z.string(), tokens: Tokens });

/** A tab that was duplicated has the same session: what one renews, the other takes. */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(STORED_AS);
channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { success, data: shared } = Shared.safeParse(data);
  if (success && readTokens()?.refresh === shared.was) keepTokens(shared.tokens);
});

/** Those of this tab; they end with it. */
export function readTokens(): Tokens | undefined {
  const text = sessionStorage.getItem(STORED_AS);
  if (text === null) return undefined;
  try {
    return Tokens.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function keepTokens(tokens: Tokens): void {
  sessionStorage.setItem(STORED_AS, JSON.stringify(tokens));
}

export function forgetTokens(): void {
  sessionStorage.removeItem(STORED_AS);
}

/** Tells the other tabs of this session what came of their refresh token: used twice, it would end it. */
export function shareTokens(was: string, tokens: Tokens): void {
  channel?.postMessage({ was, tokens });
}
