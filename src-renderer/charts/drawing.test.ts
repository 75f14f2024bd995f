import { expect, it } from 'vitest';
import { svgOf } from './drawing.ts';
import type { DrawnOp } from './record-drawing.ts';

const as = { alpha: 1, clips: [], matrix: [1, 0, 0, 1, 0, 0] } as const;
const svg = (...ops: DrawnOp[]): string =>
  svgOf({ width: 100, height: 50, parts: [{ left: 0, top: 10, scale: 0.5, ops }] });

it('writes lines and areas with what they are seen through, each clip once', () => {
  const clip = { d: 'M0 0h9v9h-9Z', matrix: as.matrix };
  const stroke = { colour: '#0096f2', width: 2, dash: [6, 3], join: 'round' } as const;
  const line: DrawnOp = { ...as, kind: 'path', d: 'M1 1L9 9', fill: undefined, stroke, clips: [clip] };
  const area: DrawnOp = {
    ...as,
    kind: 'path',
    d: 'M1 1L9 9Z',
    fill: '#fff',
    stroke: undefined,
    alpha: 0.5,
    clips: [clip],
  };
  const text = svg(line, area);
  expect(text).toContain(
    '<path d="M1 1L9 9" fill="none" stroke="#0096f2" stroke-width="2" stroke-linejoin="round" stroke-dasharray="6 3"/>',
  );
  expect(text).toContain('<path d="M1 1L9 9Z" fill="#fff" opacity="0.5"/>');
  expect(text.match(/<clipPath/g)).toHaveLength(1);
  expect(text).toContain('<g transform="translate(0 10) scale(0.5)">');
});

it('writes texts as texts, whatever stands in them', () => {
  const font = '600 11px Inter, "Noto Sans", sans-serif';
  const told: DrawnOp = {
    ...{ ...as, kind: 'text', text: '<script>"1 & 2"</script>', x: 5, y: 6, font, colour: '#123' },
    ...{ align: 'right', baseline: 'middle', matrix: [0, 1, -1, 0, 3, 4] },
  };
  const text = svg(told);
  expect(text).toContain('>&lt;script&gt;&quot;1 &amp; 2&quot;&lt;/script&gt;</text>');
  expect(text).toContain('font-family="Inter, &quot;Noto Sans&quot;, sans-serif" font-size="11" font-weight="600"');
  expect(text).toContain('text-anchor="end" dominant-baseline="central" transform="matrix(0 1 -1 0 3 4)"');
});
