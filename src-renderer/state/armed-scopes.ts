/** What this page may write to, and until when by the engine's wall clock. */
export interface ArmedScope {
  /** Null: every device. */
  readonly device: string | null;
  /** µs since 1970 UTC. */
  readonly untilUs: number;
  readonly reason: string;
}

/** The scopes that have not run out. */
export const liveScopes = (scopes: readonly ArmedScope[], nowUs: number): readonly ArmedScope[] =>
  scopes.filter((scope) => scope.untilUs > nowUs);

/** The scope under which a device may be written to: the one that lasts longest; undefined while it may not. */
export function scopeFor(scopes: readonly ArmedScope[], device: string, nowUs: number): ArmedScope | undefined {
  const own = liveScopes(scopes, nowUs).filter((scope) => scope.device === null || scope.device === device);
  return own.toSorted((a, b) => b.untilUs - a.untilUs)[0];
}
