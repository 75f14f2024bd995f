import type { SclToken } from './scl-tokens.ts';

/** A type as it is declared: elementary with its length, another type by name, a structure, or an array of one of them. */
export type SclType =
  | { readonly kind: 'elementary'; readonly word: string; readonly length: number | undefined }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'struct'; readonly members: readonly SclMember[] }
  | { readonly kind: 'array'; readonly ranges: readonly (readonly [number, number])[]; readonly of: SclType };

export interface SclMember {
  readonly name: string;
  readonly type: SclType;
  readonly comment: string;
  readonly line: number;
}

/** A data block or a data type of a source file. */
export interface SclBlock {
  readonly kind: 'block' | 'type';
  readonly name: string;
  /** Undefined where the source does not say. */
  readonly isOptimised: boolean | undefined;
  /** A structure, or what the block is an instance of. */
  readonly type: SclType;
}

const DEEPEST = 20;

/** Reads the data blocks and data types of a source file of TIA Portal; code is passed over. */
export function sclBlocks(tokens: readonly SclToken[]): readonly SclBlock[] {
  return new Reader(tokens).blocks();
}

class Reader {
  readonly #tokens: readonly SclToken[];
  #at = 0;

  constructor(tokens: readonly SclToken[]) {
    this.#tokens = tokens;
  }

  blocks(): readonly SclBlock[] {
    const blocks: SclBlock[] = [];
    while (this.#at < this.#tokens.length) {
      if (this.#isWord('DATA_BLOCK')) blocks.push(this.#block('block', 'END_DATA_BLOCK'));
      else if (this.#isWord('TYPE')) blocks.push(this.#block('type', 'END_TYPE'));
      else this.#at++;
    }
    return blocks;
  }

  #block(kind: SclBlock['kind'], end: string): SclBlock {
    this.#at++;
    const name = this.#name();
    let isOptimised: boolean | undefined;
    let type: SclType = { kind: 'struct', members: [] };
    while (this.#at < this.#tokens.length && !this.#isWord(end) && !this.#isWord('BEGIN')) {
      if (this.#isWord('S7_Optimized_Access')) {
        this.#at += 2;
        isOptimised = /true/i.test(this.#take()?.text ?? '');
      } else if (this.#isWord('STRUCT') || this.#isWord('VAR')) type = this.#type(0);
      else {
        const token = this.#take();
        const isEmpty = type.kind === 'struct' && type.members.length === 0;
        const isInstance = kind === 'block' && token?.kind === 'name' && !this.#isSign(':') && isEmpty;
        if (isInstance) type = { kind: 'named', name: token.text };
      }
    }
    while (this.#at < this.#tokens.length && !this.#isWord(end)) this.#at++;
    return { kind, name, isOptimised, type };
  }

  /** `"Mixer"`, `DB10`, or `DB 10` as STEP 7 writes it. */
  #name(): string {
    const token = this.#take();
    const number = this.#tokens[this.#at]?.text ?? '';
    if (token?.kind !== 'word' || token.text.toUpperCase() !== 'DB' || !/^\d+$/.test(number)) return token?.text ?? '';
    this.#at++;
    return `DB${number}`;
  }

  #type(depth: number): SclType {
    const token = this.#take();
    if (token?.kind === 'name') return { kind: 'named', name: token.text };
    const word = (token?.text ?? '').toUpperCase();
    if ((word === 'STRUCT' || word === 'VAR') && depth < DEEPEST)
      return { kind: 'struct', members: this.#members(depth) };
    if (word === 'ARRAY' && depth < DEEPEST) return this.#array(depth);
    const length = this.#isSign('[') ? Number(this.#tokens[this.#at + 1]?.text) : undefined;
    if (length !== undefined) this.#at += 3;
    return { kind: 'elementary', word, length };
  }

  #array(depth: number): SclType {
    const ranges: (readonly [number, number])[] = [];
    let bounds: number[] = [];
    let sign = 1;
    this.#at++;
    for (let token = this.#take(); token && token.text !== ']'; token = this.#take()) {
      if (token.text === '-') sign = -1;
      else if (token.kind === 'word') {
        bounds.push(sign * Number(token.text));
        sign = 1;
      }
      if (bounds.length < 2) continue;
      ranges.push([bounds[0]!, bounds[1]!]);
      bounds = [];
    }
    if (this.#isWord('OF')) this.#at++;
    return { kind: 'array', ranges, of: this.#type(depth + 1) };
  }

  #members(depth: number): readonly SclMember[] {
    const members: SclMember[] = [];
    while (this.#at < this.#tokens.length && !this.#isWord('END_STRUCT') && !this.#isWord('END_VAR')) {
      const token = this.#take()!;
      if (token.kind === 'comment' || token.kind === 'sign' || /^(?:RETAIN|NON_RETAIN)$/i.test(token.text)) continue;
      const { text: name, line } = token;
      this.#skipTo(':');
      const type = this.#type(depth + 1);
      this.#skipTo(';');
      const next = this.#tokens[this.#at];
      const isOwn = next?.kind === 'comment' && next.line === this.#tokens[this.#at - 1]?.line;
      members.push({ name, type, comment: isOwn ? next.text : '', line });
    }
    this.#at++;
    return members;
  }

  /** Behind the next sign of that kind, or the end of the structure where there is none. */
  #skipTo(sign: string): void {
    while (this.#at < this.#tokens.length) {
      if (this.#isWord('END_STRUCT') || this.#isWord('END_VAR') || this.#isWord('END_DATA_BLOCK')) return;
      if (this.#take()?.text === sign && this.#tokens[this.#at - 1]?.kind === 'sign') return;
    }
  }

  #take(): SclToken | undefined {
    return this.#tokens[this.#at++];
  }

  #isWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' && token.text.toUpperCase() === word.toUpperCase();
  }

  #isSign(sign: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.text === sign;
  }
}
