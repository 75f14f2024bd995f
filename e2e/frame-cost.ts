import type { CDPSession, Page } from '@playwright/test';

/** What frames cost the main thread, ms each, and how many came a second. */
export interface FrameCost {
  /** Animation frame callbacks, styles and layout: 95 of 100 frames cost no more. */
  readonly p95Ms: number;
  readonly framesPerSecond: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Wall clock, µs. */
  readonly ts: number;
  /** Time of the processor, µs: what a busy machine takes away between is not the page's. */
  readonly tdur?: number;
  readonly tid: number;
}

const COUNTED: ReadonlySet<string> = new Set(['FireAnimationFrame', 'UpdateLayoutTree', 'Layout']);

/** Measures the frames of a page while `during` runs. */
export async function frameCost(page: Page, during: () => Promise<void>): Promise<FrameCost> {
  const cdp = await page.context().newCDPSession(page);
  const startMs = Date.now();
  const events = await traced(cdp, during);
  const seconds = (Date.now() - startMs) / 1_000;
  await cdp.detach();
  const main = events.find(({ name }) => name === 'FireAnimationFrame')?.tid;
  const counted = events
    .filter(({ name, ph, tid }) => ph === 'X' && tid === main && COUNTED.has(name))
    .sort((a, b) => a.ts - b.ts);
  const frames: number[] = [];
  let lastUs = Number.NEGATIVE_INFINITY;
  for (const { name, ts, tdur = 0 } of counted) {
    // Several callbacks of one frame follow each other at once.
    if (name === 'FireAnimationFrame' && ts - lastUs > 4_000) frames.push(0);
    if (name === 'FireAnimationFrame') lastUs = ts;
    if (frames.length > 0) frames[frames.length - 1]! += tdur / 1_000;
  }
  return { p95Ms: p95(frames), framesPerSecond: frames.length / seconds };
}

async function traced(cdp: CDPSession, during: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await cdp.send('Tracing.start', { categories: '-*,devtools.timeline', transferMode: 'ReportEvents' });
  await during();
  const complete = new Promise((done) => cdp.once('Tracing.tracingComplete', done));
  await cdp.send('Tracing.end');
  await complete;
  return events;
}

export const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
