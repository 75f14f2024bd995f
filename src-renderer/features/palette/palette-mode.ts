/** What the first character of the box decides. */
export const MODES = {
  '>': { name: 'Commands', example: '> pause' },
  '@': { name: 'Rows of this tab', example: '@ flow' },
  ':': { name: 'Go to a row of this tab', example: ':1200' },
  '#': { name: 'Topics', example: '# acme/+/+/flow' },
  '=': { name: 'Quick read of a tag', example: '= boiler-1 steam_pressure' },
  '?': { name: 'Help and shortcuts', example: '?' },
} as const;
export type Prefix = keyof typeof MODES;

/** `@ flow` → `@` and `flow`; without a prefix everything is searched. */
export function modeOf(text: string): { readonly prefix: Prefix | undefined; readonly rest: string } {
  const first = text.trimStart();
  const prefix = (Object.keys(MODES) as Prefix[]).find((one) => first.startsWith(one));
  return prefix === undefined ? { prefix, rest: text } : { prefix, rest: first.slice(1).trim() };
}
