/** A run of cells that somebody chose: where it began, and where it reaches to. */
export interface CellRun {
  readonly anchor: number;
  readonly focus: number;
}

export const runStart = ({ anchor, focus }: CellRun): number => Math.min(anchor, focus);
export const runLength = ({ anchor, focus }: CellRun): number => Math.abs(focus - anchor) + 1;

/** What a key does in a grid of cells. */
interface GridShape {
  /** The window that is shown: [from, end). */
  readonly from: number;
  readonly end: number;
  readonly columns: number;
  /** Rows in sight. */
  readonly pageRows: number;
}

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
}

/** The run after a key of the grid pattern; undefined where the key is none of it. */
export function runAfterKey(run: CellRun, { key, ctrlKey, shiftKey }: Key, shape: GridShape): CellRun | undefined {
  const { from, end } = shape;
  const to = targetOf(run.focus, key, ctrlKey, shape);
  if (to === undefined) return undefined;
  const focus = Math.max(from, Math.min(end - 1, to));
  return { anchor: shiftKey ? run.anchor : focus, focus };
}

function targetOf(
  focus: number,
  key: string,
  ctrl: boolean,
  { from, end, columns, pageRows }: GridShape,
): number | undefined {
  const column = (focus - from) % columns;
  switch (key) {
    case 'ArrowRight':
      return focus + 1;
    case 'ArrowLeft':
      return focus - 1;
    case 'ArrowDown':
      return focus + columns < end ? focus + columns : focus;
    case 'ArrowUp':
      return focus - columns >= from ? focus - columns : focus;
    case 'PageDown':
      return focus + columns * Math.min(pageRows, Math.floor((end - 1 - focus) / columns));
    case 'PageUp':
      return focus - columns * Math.min(pageRows, Math.floor((focus - from) / columns));
    case 'Home':
      return ctrl ? from : focus - column;
    case 'End':
      return ctrl ? end - 1 : focus - column + columns - 1;
    default:
      return undefined;
  }
}
