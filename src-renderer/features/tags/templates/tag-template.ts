import type { TagForm } from '../edit/tag-form.ts';

/** What a placeholder stands for. */
export interface Asset {
  readonly asset: string;
  readonly n: number;
}

const PLACEHOLDER = /\{(asset|n)(?::0(\d))?\}/g;

/** `{asset} speed` → `Pump 7 speed`; `{n:03}` is `007`. */
export const filledIn = (text: string, { asset, n }: Asset): string =>
  text.replace(PLACEHOLDER, (_, what: string, digits?: string) =>
    what === 'asset' ? asset : String(n).padStart(Number(digits ?? 0), '0'),
  );

/** The tags of a template for one asset; their addresses are still those of the first. */
export const tagsFor = (tags: readonly TagForm[], asset: Asset): readonly TagForm[] =>
  tags.map((tag) =>
    Object.fromEntries(
      Object.entries(tag).map(([key, value]) => [key, typeof value === 'string' ? filledIn(value, asset) : value]),
    ),
  );

/** What is the tag's own, and not of its like: ids are made of the names again. */
const OWN: readonly string[] = ['uid', 'id'];

/** Makes tags those of a template: `{asset}` takes the place of what the asset is called, wherever a text has it. */
export function templateTags(forms: readonly TagForm[], asset: string): TagForm[] {
  const general = (value: unknown): unknown =>
    typeof value === 'string' && asset !== '' ? value.replaceAll(asset, '{asset}') : value;
  return forms.map((form) =>
    Object.fromEntries(
      Object.entries(form).flatMap(([key, value]) => (OWN.includes(key) ? [] : [[key, general(value)]])),
    ),
  );
}

/** What tags are called in common, up to the end of a word: `Pump 1 speed`, `Pump 1 power` → `Pump 1`. Empty for none. */
export function commonAsset(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = names.length > 1 ? first.length : first.search(/[\s._\-/]\S*$/);
  for (const name of others) {
    let same = 0;
    while (same < length && name[same] === first[same]) same++;
    length = same;
  }
  const head = first.slice(0, Math.max(0, length));
  // Where a word is cut, it is not what they have in common.
  const isCut = names.some((name) => LETTER.test(name[head.length] ?? '')) && LETTER.test(head.at(-1) ?? '');
  return (isCut ? head.replace(/[\p{L}\p{N}]+$/u, '') : head).replace(/[\s._\-/]+$/, '');
}

const LETTER = /[\p{L}\p{N}]/u;

/** `Pump 1` → `Pump {n}`, and the number behind it. */
export function assetPattern(asset: string): { readonly pattern: string; readonly next: number } {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(asset);
  if (!match) return { pattern: asset === '' ? 'Asset {n}' : `${asset} {n}`, next: 1 };
  const [, head = '', digits = '', tail = ''] = match;
  const place = digits.length > 1 && digits.startsWith('0') ? `{n:0${Math.min(9, digits.length)}}` : '{n}';
  return { pattern: `${head}${place}${tail}`, next: Number(digits) + 1 };
}
