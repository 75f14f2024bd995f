/** `1min avg max, 10s avg`: the windows of a tag with their functions, as a cell shows them. Undefined for anything else. */
export function aggregatesText(value: unknown): string | undefined {
  if (!Array.isArray(value) || !value.every(isGroup)) return undefined;
  return value.map(({ window, functions }) => [window, ...functions].join(' ')).join(', ');
}

/**
 * What a person means by such a text; each window begins with its number. Words that are none are left where they stand,
 * for the check to name; undefined where no window is named.
 */
export function readAggregates(text: string): readonly Group[] | undefined {
  const groups: { readonly window: string; readonly functions: string[] }[] = [];
  const words = text
    .toLowerCase()
    .replaceAll(/(\d+)\s+(s|min)\b/g, '$1$2')
    .split(/[\s,;:+()]+/);
  for (const word of words.filter((one) => one !== '')) {
    if (/^\d/.test(word)) groups.push({ window: word, functions: [] });
    else if (groups.length === 0) return undefined;
    else groups.at(-1)!.functions.push(word);
  }
  return groups;
}

interface Group {
  readonly window: string;
  readonly functions: readonly string[];
}

function isGroup(value: unknown): value is Group {
  const { window, functions } = (value ?? {}) as Partial<Record<keyof Group, unknown>>;
  return typeof window === 'string' && Array.isArray(functions);
}
