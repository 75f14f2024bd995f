/** Marks that the lexer of YAML puts between the pieces of the text: document, end of flow, scalar. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f']);

/**
 * How deep lists and maps nest at each piece of a YAML text, told before the parser sees it: the parser calls itself
 * for each level, and a few kilobytes of brackets or question marks would keep it busy for minutes.
 */
export class NestingGauge {
  #line = 1;
  #column = 0;
  /** Where the present key or value of a block begins. */
  #start: number | undefined;
  /** Columns of the block lists and maps that are open. */
  readonly #blocks: number[] = [];
  #brackets = 0;

  /** 1-based line of the last piece. */
  get line(): number {
    return this.#line;
  }

  /** Takes the next piece as the lexer cuts it. @returns the depth there. */
  take(piece: string): number {
    if (MARKS.has(piece)) return this.#depth;
    if (piece === '[' || piece === '{') this.#brackets++;
    else if (piece === ']' || piece === '}') this.#brackets = Math.max(0, this.#brackets - 1);
    else if (this.#brackets === 0) this.#takeBlock(piece);
    this.#advance(piece);
    return this.#depth;
  }

  get #depth(): number {
    return this.#blocks.length + this.#brackets;
  }

  #takeBlock(piece: string): void {
    if (piece === '-' || piece === '?') this.#open(this.#column);
    else if (piece === ':') this.#open(this.#start ?? this.#column);
    else if (piece.trim() !== '') {
      this.#start ??= this.#column;
      return;
    } else return;
    this.#start = undefined;
  }

  #open(column: number): void {
    while (this.#blocks.length > 0 && this.#blocks.at(-1)! > column) this.#blocks.pop();
    if (this.#blocks.at(-1) !== column) this.#blocks.push(column);
  }

  #advance(piece: string): void {
    const last = piece.lastIndexOf('\n');
    if (last < 0) {
      this.#column += piece.length;
      return;
    }
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) this.#line++;
    this.#column = piece.length - last - 1;
    this.#start = undefined;
  }
}
