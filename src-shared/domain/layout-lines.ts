/** A value of a block of memory with its place, as a source file or a person says it. */
export interface LayoutValue {
  readonly name: string;
  /** In the words of the device: `REAL`, `STRING[20]`. */
  readonly type: string;
  /** First cell; undefined where nobody knows: the block is optimised, or it stands behind something of unknown size. */
  readonly offset: number | undefined;
  readonly bit: number;
  readonly comment: string;
}

const LINE = /^(\?|\d{1,8})(?:\.(\d{1,2}))?\t([^\t]*)\t([^\t]*)(?:\t([^\t]*))?$/;
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The values of a block as a text of one line each, which people read in the project and compare: `4.0 ⇥ BOOL ⇥ Run ⇥ comment`. */
export function writeLayoutLines(values: readonly LayoutValue[]): string {
  return values
    .map(({ name, type, offset, bit, comment }) => {
      const place = offset === undefined ? '?' : type === 'BOOL' ? `${offset}.${bit}` : String(offset);
      const fields = [place, plain(type), plain(name)];
      return (comment === '' ? fields : [...fields, plain(comment)]).join('\t');
    })
    .join('\n');
}

/** The values of such a text up to the first line that is none; `wrongLine` counts from 1. */
export function readLayoutLines(text: string): {
  readonly values: readonly LayoutValue[];
  readonly wrongLine?: number;
} {
  const values: LayoutValue[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const found = LINE.exec(line);
    if (!found) return { values, wrongLine: index + 1 };
    const [, offset, bit, type, name, comment = ''] = found;
    values.push({
      name: name!,
      type: type!,
      offset: offset === '?' ? undefined : Number(offset),
      bit: Number(bit ?? 0),
      comment,
    });
  }
  return { values };
}
