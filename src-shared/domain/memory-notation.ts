/** One way to write the address of a cell of a device's memory: `4` + 108 of at least 4 digits. */
export interface MemoryNotation {
  /** The same in all areas of a device: `40001`, `hex`. */
  readonly id: string;
  /** By example, for somebody who chooses: `40001`. */
  readonly title: string;
  readonly prefix: string;
  /** Of the first cell of the area. */
  readonly base: number;
  /** At least; filled up with zeros. */
  readonly digits: number;
  readonly radix: 10 | 16;
}

/** The address of a cell, counted from 0. */
export function formatCell({ prefix, base, digits, radix }: MemoryNotation, cell: number): string {
  return prefix + (cell + base).toString(radix).toUpperCase().padStart(digits, '0');
}

/**
 * The cell that somebody means by a text: an address in this notation, or the bare number behind its prefix. Undefined
 * where it is neither, or lies before the first cell.
 */
export function parseCell({ prefix, base, digits, radix }: MemoryNotation, text: string): number | undefined {
  const typed = text.trim().toUpperCase().replaceAll(/\s+/g, '');
  const head = prefix.toUpperCase().replaceAll(/\s+/g, '');
  const hasHead = head !== '' && typed.startsWith(head) && typed.length >= head.length + digits;
  const number = hasHead ? typed.slice(head.length) : typed.replace(/^0X/, '');
  if (!(radix === 16 ? /^[\dA-F]{1,8}$/ : /^\d{1,8}$/).test(number)) return undefined;
  const cell = Number.parseInt(number, radix) - base;
  return cell < 0 ? undefined : cell;
}
