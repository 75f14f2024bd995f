import { type ReactNode, useEffect, useRef } from 'react';
import { type Rate, rateHistory } from '../../state/rate-history.ts';
import { useSystem } from '../../state/system.ts';
import { useTheme } from '../../state/theme.ts';

const LINE_PX = 1.5;

/** The last hour of a rate, drawn once a second outside React. The figure beside it says the same to everybody. */
export function Sparkline({ rate }: { readonly rate: Rate }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current) drawCourse(canvas.current, rate);
    };
    draw();
    const watched = new ResizeObserver(draw);
    watched.observe(canvas.current!);
    const ends = [useSystem.subscribe(draw), useTheme.subscribe(draw)];
    return () => {
      watched.disconnect();
      for (const end of ends) end();
    };
  }, [rate]);
  return (
    <div className="sparkline">
      <canvas ref={canvas} aria-hidden />
    </div>
  );
}

function drawCourse(canvas: HTMLCanvasElement, rate: Rate): void {
  const ratio = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = LINE_PX;
  const course = rateHistory.course(rate, Math.floor(width / 2));
  // A share has its own scale; of a rate the largest that was seen is the top.
  const top = course.reduce((most, value) => (value > most ? value : most), rate === 'load' ? 1 : 0);
  context.beginPath();
  let isDown = false;
  for (const [at, value] of course.entries()) {
    if (!Number.isFinite(value)) {
      isDown = false;
      continue;
    }
    const x = 2 * at + 1;
    const y = height - LINE_PX - (top > 0 ? value / top : 0) * (height - 2 * LINE_PX);
    // A single figure is a dot, so that a page that was just opened shows something.
    if (!isDown) context.moveTo(x - 1, y);
    context.lineTo(x, y);
    isDown = true;
  }
  context.stroke();
}
