import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { chartColours } from '../../charts/chart-colours.ts';
import { useTheme } from '../../state/theme.ts';
import { formatInteger } from '../../ui/number-format.ts';
import type { AnswerColumn } from './answer-columns.ts';
import { ColumnChoice } from './ColumnChoice.tsx';
import { drawXy } from './draw-xy.ts';
import { xyPoints } from './xy-points.ts';

/** One column over another, a dot for each time that both have. */
export function ResultXy({ columns }: { readonly columns: readonly AnswerColumn[] }): ReactNode {
  const [keys, setKeys] = useState<readonly [string, string]>(['', '']);
  const theme = useTheme((state) => state.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  const find = (key: string, other: AnswerColumn | undefined): AnswerColumn | undefined =>
    columns.find((column) => column.key === key) ?? other;
  const x = find(keys[0], columns[0]);
  const y = find(keys[1], columns.find((column) => column.tag !== x?.tag) ?? columns[1] ?? columns[0]);
  const points = useMemo(() => x && y && xyPoints(x, y), [x, y]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas reads its colours when it is drawn
  useEffect(() => {
    const shown = canvas.current;
    if (!shown || !points || !x || !y) return undefined;
    const draw = (): void => drawXy(shown, points, { x, y, colours: chartColours(shown) });
    const resize = new ResizeObserver(draw);
    resize.observe(shown);
    return () => resize.disconnect();
  }, [points, x, y, theme]);
  if (!x || !y || !points) return null;
  const words = Number.isNaN(points.correlation) ? '' : `, correlation ${points.correlation.toFixed(3)}`;
  return (
    <div className="historian-figure">
      <div className="historian-row">
        <ColumnChoice label="X" columns={columns} value={x.key} onChange={(key) => setKeys([key, y.key])} />
        <ColumnChoice label="Y" columns={columns} value={y.key} onChange={(key) => setKeys([x.key, key])} />
        <span className="quiet">
          {formatInteger(points.x.length)} pairs of the same time{words}
        </span>
      </div>
      <canvas
        ref={canvas}
        className="historian-xy"
        role="img"
        aria-label={`${y.label} over ${x.label}: ${formatInteger(points.x.length)} pairs${words}.`}
      />
    </div>
  );
}
