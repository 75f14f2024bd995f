/** A matrix as a canvas has it: a, b, c, d, e, f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** An outline in the words of SVG, where it stands. */
export interface DrawnOutline {
  readonly d: string;
  readonly matrix: Matrix;
}

interface Drawn {
  readonly alpha: number;
  /** What it is seen through, all of them. */
  readonly clips: readonly DrawnOutline[];
  readonly matrix: Matrix;
}

export interface DrawnPath extends Drawn {
  readonly kind: 'path';
  readonly d: string;
  readonly fill: string | undefined;
  readonly stroke:
    | {
        readonly colour: string;
        readonly width: number;
        readonly dash: readonly number[];
        readonly join: CanvasLineJoin;
      }
    | undefined;
}

export interface DrawnText extends Drawn {
  readonly kind: 'text';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly font: string;
  readonly colour: string;
  readonly align: CanvasTextAlign;
  readonly baseline: CanvasTextBaseline;
}

export type DrawnOp = DrawnPath | DrawnText;

const short = (value: number): string => String(Math.round(value * 100) / 100);

/** A path that knows what was drawn into it. */
export class RecordedPath extends Path2D {
  d = '';

  override moveTo(x: number, y: number): void {
    super.moveTo(x, y);
    this.d += `M${short(x)} ${short(y)}`;
  }

  override lineTo(x: number, y: number): void {
    super.lineTo(x, y);
    this.d += `L${short(x)} ${short(y)}`;
  }

  override closePath(): void {
    super.closePath();
    this.d += 'Z';
  }
}

/** No drawing of ours has gradients or patterns. */
const colourOf = (style: string | CanvasGradient | CanvasPattern): string =>
  typeof style === 'string' ? style : 'none';

const box = (x: number, y: number, width: number, height: number): string =>
  `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;

/**
 * Writes down what is drawn on a canvas from now on, in lines and texts: whatever is drawn there can then be drawn
 * larger, or written as SVG. What is drawn with a `Path2D` is known only where that is a `RecordedPath`. Clearing the
 * canvas begins anew.
 *
 * @returns ends it, with what was drawn.
 */
export function recordDrawing(
  ctx: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
): () => readonly DrawnOp[] {
  const ops: DrawnOp[] = [];
  let d = '';
  let clips: readonly DrawnOutline[] = [];
  const saved: (readonly DrawnOutline[])[] = [];
  const matrix = (): Matrix => {
    const at = ctx.getTransform();
    return [at.a, at.b, at.c, at.d, at.e, at.f];
  };
  const drawn = (): Drawn => ({ alpha: ctx.globalAlpha, clips, matrix: matrix() });
  const path = (outline: string, how: 'fill' | 'stroke'): void => {
    const stroke = {
      colour: colourOf(ctx.strokeStyle),
      width: ctx.lineWidth,
      dash: ctx.getLineDash(),
      join: ctx.lineJoin,
    };
    if (outline === '') return;
    const fill = how === 'fill' ? colourOf(ctx.fillStyle) : undefined;
    ops.push({ kind: 'path', d: outline, fill, stroke: how === 'stroke' ? stroke : undefined, ...drawn() });
  };
  const outlineOf = (given: unknown): string => (given instanceof RecordedPath ? given.d : d);
  const taps = {
    beginPath: () => (d = ''),
    moveTo: (x: number, y: number) => (d += `M${short(x)} ${short(y)}`),
    lineTo: (x: number, y: number) => (d += `L${short(x)} ${short(y)}`),
    rect: (x: number, y: number, width: number, height: number) => (d += box(x, y, width, height)),
    closePath: () => (d += 'Z'),
    fill: (given?: unknown) => path(outlineOf(given), 'fill'),
    stroke: (given?: unknown) => path(outlineOf(given), 'stroke'),
    fillRect: (x: number, y: number, width: number, height: number) => path(box(x, y, width, height), 'fill'),
    clip: () => (clips = [...clips, { d, matrix: matrix() }]),
    save: () => saved.push(clips),
    restore: () => (clips = saved.pop() ?? []),
    clearRect: () => (ops.length = 0),
    fillText: (text: string, x: number, y: number) => {
      const { font, textAlign: align, textBaseline: baseline } = ctx;
      ops.push({ kind: 'text', text, x, y, font, colour: colourOf(ctx.fillStyle), align, baseline, ...drawn() });
    },
  };
  // An own method hides that of the canvas, which still draws.
  for (const [name, tap] of Object.entries(taps)) {
    const draw = Reflect.get(ctx, name) as (...given: unknown[]) => unknown;
    const both = (...given: unknown[]): unknown => {
      (tap as (...all: unknown[]) => unknown)(...given);
      return draw.apply(ctx, given);
    };
    Object.defineProperty(ctx, name, { value: both, configurable: true });
  }
  return () => {
    for (const name of Object.keys(taps)) Reflect.deleteProperty(ctx, name);
    return ops;
  };
}
