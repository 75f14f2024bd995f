import { NexusError } from '../errors/nexus-error.ts';

/** What is told of a document, in its order. Names come without their prefix. */
export interface XmlListener {
  readonly open: (name: string, attributes: XmlAttributes) => void;
  /** @param text all of what stood directly in the element. */
  readonly close: (name: string, text: string) => void;
}

/** Attributes of one element, read when they are asked for; names without their prefix. */
export interface XmlAttributes {
  readonly get: (name: string) => string;
}

const DEEPEST = 500;

/**
 * Reads XML as far as files of tags need it. A document type declaration is refused and no entity is expanded but the five
 * of XML and characters by number, so that nothing grows and nothing is fetched.
 *
 * @param name of the file, for texts.
 * @throws NexusError NX_TAG_FILE
 */
export function readXml(name: string, text: string, listener: XmlListener): void {
  const texts: string[] = [];
  const names: string[] = [];
  let at = 0;
  const refuse = (fact: string): NexusError => new NexusError('NX_TAG_FILE', `${name} ${fact} Export it again.`);
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at && texts.length > 0) texts[texts.length - 1] += unescaped(text.slice(at, end));
    if (next < 0) break;
    if (text.startsWith('<!--', next)) at = behind(text, '-->', next);
    else if (text.startsWith('<![CDATA[', next)) {
      at = behind(text, ']]>', next);
      if (texts.length > 0) texts[texts.length - 1] += text.slice(next + 9, Math.max(next + 9, at - 3));
    } else if (text.startsWith('<!', next))
      throw refuse('has a document type declaration, which files of tags do not have and which is not read.');
    else if (text.startsWith('<?', next)) at = behind(text, '?>', next);
    else {
      const close = tagEnd(text, next);
      if (close < 0) throw refuse('ends within an element.');
      at = close + 1;
      if (text[next + 1] === '/') {
        const open = names.pop();
        if (open === undefined) throw refuse('closes an element that is not open.');
        listener.close(open, texts.pop()!);
        continue;
      }
      const isEmpty = text[close - 1] === '/';
      const inner = text.slice(next + 1, isEmpty ? close - 1 : close);
      const space = inner.search(/\s/);
      const local = localName(space < 0 ? inner : inner.slice(0, space));
      listener.open(local, attributesOf(space < 0 ? '' : inner.slice(space)));
      if (isEmpty) listener.close(local, '');
      else if (names.length >= DEEPEST) throw refuse(`nests deeper than ${DEEPEST} elements.`);
      else {
        names.push(local);
        texts.push('');
      }
    }
  }
  if (names.length > 0) throw refuse(`ends before “${names.at(-1)}” is closed.`);
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

/** The `>` that ends an element: not one inside the quotes of an attribute. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < text.length; at++) {
    const letter = text[at]!;
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return at;
  }
  return -1;
}

const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function attributesOf(inner: string): XmlAttributes {
  let all: Map<string, string> | undefined;
  return {
    get: (name) => {
      all ??= new Map(
        [...inner.matchAll(ATTRIBUTE)].map(([, key = '', double, single]) => [
          localName(key),
          unescaped(double ?? single ?? ''),
        ]),
      );
      return all.get(name) ?? '';
    },
  };
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** What is no entity of XML itself stays as it is written. */
const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
        (whole, hex?: string, decimal?: string, word?: string) => {
          if (word !== undefined) return NAMED[word] ?? whole;
          const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        },
      )
    : text;
