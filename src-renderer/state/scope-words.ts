export const PLACES = ['site', 'area', 'line', 'device'] as const;
export type Place = (typeof PLACES)[number];

/** Globs by kind of place, as calls carry them; what is left out is anywhere. */
type Scope = { readonly [P in Place]?: readonly string[] | undefined };

/** What is typed for each kind of place: globs with commas between; empty is anywhere. */
export type ScopeText = Readonly<Record<Place, string>>;

/** `area packaging or utilities · device boiler-*`; `everywhere`. */
export function scopeWords(scope: Scope | null | undefined): string {
  const parts = PLACES.flatMap((place) => {
    const globs = scope?.[place];
    return globs === undefined ? [] : [`${place} ${globs.join(' or ')}`];
  });
  return parts.length === 0 ? 'everywhere' : parts.join(' · ');
}

export const scopeText = (scope: Scope | null | undefined): ScopeText => ({
  site: scope?.site?.join(', ') ?? '',
  area: scope?.area?.join(', ') ?? '',
  line: scope?.line?.join(', ') ?? '',
  device: scope?.device?.join(', ') ?? '',
});

/** Null: everywhere. */
export function scopeOf(text: ScopeText): { [P in Place]?: string[] } | null {
  const named = PLACES.flatMap((place) => {
    const globs = text[place].split(/[\s,;]+/).filter((glob) => glob !== '');
    return globs.length === 0 ? [] : [[place, globs] as const];
  });
  return named.length === 0 ? null : Object.fromEntries(named);
}
