import type { DrawnOp, DrawnOutline, Matrix } from './record-drawing.ts';

/** What was drawn, in parts that stand in a picture. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The first one is at the back. `scale`: px of the picture in one of what was drawn. */
  readonly parts: readonly {
    readonly left: number;
    readonly top: number;
    readonly scale: number;
    readonly ops: readonly DrawnOp[];
  }[];
}

/** Draws it on white, `scale` times as large. */
export function paintDrawing(ctx: OffscreenCanvasRenderingContext2D, drawing: Drawing, scale: number): void {
  ctx.fillStyle = '#ffffff';
  ctx.fillRect(0, 0, drawing.width * scale, drawing.height * scale);
  for (const part of drawing.parts) {
    const base = new DOMMatrix([scale * part.scale, 0, 0, scale * part.scale, scale * part.left, scale * part.top]);
    const stand = (matrix: Matrix): void => ctx.setTransform(base.multiply(new DOMMatrix([...matrix])));
    for (const op of part.ops) {
      ctx.save();
      for (const clip of op.clips) {
        stand(clip.matrix);
        ctx.clip(new Path2D(clip.d));
      }
      stand(op.matrix);
      ctx.globalAlpha = op.alpha;
      if (op.kind === 'text') {
        ctx.font = op.font;
        ctx.textAlign = op.align;
        ctx.textBaseline = op.baseline;
        ctx.fillStyle = op.colour;
        ctx.fillText(op.text, op.x, op.y);
      } else if (op.stroke) {
        ctx.strokeStyle = op.stroke.colour;
        ctx.lineWidth = op.stroke.width;
        ctx.lineJoin = op.stroke.join;
        ctx.setLineDash([...op.stroke.dash]);
        ctx.stroke(new Path2D(op.d));
      } else {
        ctx.fillStyle = op.fill ?? '';
        ctx.fill(new Path2D(op.d));
      }
      ctx.restore();
    }
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const ANCHORS: Readonly<Partial<Record<CanvasTextAlign, string>>> = { center: 'middle', right: 'end', end: 'end' };
const BASELINES: Readonly<Partial<Record<CanvasTextBaseline, string>>> = {
  top: 'text-before-edge',
  middle: 'central',
  bottom: 'text-after-edge',
};
const FONT = /^(?:(\d+|bold|normal) )?([\d.]+)px (.+)$/;

/** Writes it as an SVG of its own, on white. Texts stay texts. */
export function svgOf({ width, height, parts }: Drawing): string {
  const clipIds = new Map<string, string>();
  const clipOf = ({ d, matrix }: DrawnOutline): string => {
    const outline = `<path d="${d}"${transformOf(matrix)}/>`;
    const id = clipIds.get(outline) ?? `c${clipIds.size + 1}`;
    clipIds.set(outline, id);
    return id;
  };
  const drawn = parts.map(({ left, top, scale, ops }) => {
    const inner = ops.map((op) => {
      const ids = op.clips.map(clipOf);
      return ids.reduceRight((inside, id) => `<g clip-path="url(#${id})">${inside}</g>`, elementOf(op));
    });
    return `<g transform="translate(${left} ${top}) scale(${scale})">\n${inner.join('\n')}\n</g>`;
  });
  const clips = [...clipIds].map(([outline, id]) => `<clipPath id="${id}">${outline}</clipPath>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs>${clips.join('')}</defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${drawn.join('\n')}
</svg>
`;
}

function transformOf(matrix: Matrix): string {
  const isNone = matrix.every((part, at) => part === (at === 0 || at === 3 ? 1 : 0));
  return isNone ? '' : ` transform="matrix(${matrix.join(' ')})"`;
}

function elementOf(op: DrawnOp): string {
  const alpha = op.alpha === 1 ? '' : ` opacity="${op.alpha}"`;
  const transform = transformOf(op.matrix);
  if (op.kind === 'text') {
    const [, weight = '400', size = '11', family = 'sans-serif'] = FONT.exec(op.font) ?? [];
    const font = `font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}"`;
    const anchor = `text-anchor="${ANCHORS[op.align] ?? 'start'}" dominant-baseline="${BASELINES[op.baseline] ?? 'alphabetic'}"`;
    return `<text x="${op.x}" y="${op.y}" fill="${op.colour}" ${font} ${anchor}${alpha}${transform}>${escaped(op.text)}</text>`;
  }
  if (!op.stroke) return `<path d="${op.d}" fill="${op.fill ?? 'none'}"${alpha}${transform}/>`;
  const { colour, width, dash, join } = op.stroke;
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return `<path d="${op.d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="${join}"${dashes}${alpha}${transform}/>`;
}
