import { useEffect, useState } from 'react';
import type { TrendCapture, TrendTrigger } from '../../../src-shared/domain/trend-trigger.ts';
import type { TimeRange } from '../../charts/time-view.ts';
import { series } from '../../rpc/connect.ts';
import { capturesAdded, type Trend } from '../../state/trends.ts';
import { withDecimalSign } from '../../ui/number-format.ts';
import type { HistoryPen } from './history-loader.ts';
import { TriggerEdges } from './trigger-edge.ts';

/** What keeps stretches of a trend. */
export interface Captures {
  readonly isWatching: boolean;
  /** Begins to watch live values, or ends that. */
  readonly watch: (isOn: boolean) => void;
  /** Looks for moments that are over. @returns how many were found. @throws NexusError as the engine says. */
  readonly find: (range: TimeRange) => Promise<number>;
}

const EVERY_MS = 250;
const EDGE_WORDS = { above: 'above', below: 'below', becomes: 'becomes' } as const;

/** `Burner becomes 1`, `Wave above 65 bar` */
export function triggerWords({ edge, value }: TrendTrigger, pen: Pick<HistoryPen, 'name' | 'unit'>): string {
  const unit = pen.unit === '' ? '' : ` ${pen.unit}`;
  return `${pen.name} ${EDGE_WORDS[edge]} ${withDecimalSign(String(value))}${unit}`;
}

const captureAt = (atUs: number, trigger: TrendTrigger, pen: HistoryPen): TrendCapture => ({
  atUs,
  fromUs: atUs - trigger.beforeS * 1e6,
  toUs: atUs + trigger.afterS * 1e6,
  text: triggerWords(trigger, pen).slice(0, 200),
});

/** Watches the trigger of a trend while its page is shown, and finds what was before. */
export function useCaptures({ id, trigger }: Trend, pens: readonly HistoryPen[]): Captures {
  const [isOn, watch] = useState(false);
  const pen = pens.find(({ slot }) => slot === trigger?.pen);
  useEffect(() => {
    if (!isOn || !trigger || !pen) return undefined;
    const edges = new TriggerEdges(trigger);
    const { buffer } = pen.model;
    let taken = buffer.total;
    const look = (): void => {
      const first = Math.max(0, buffer.length - (buffer.total - taken));
      taken = buffer.total;
      for (let row = first; row < buffer.length; row++) {
        const atUs = buffer.timeUs(row);
        if (edges.take(atUs, buffer.value(row), buffer.status(row))) capturesAdded(id, [captureAt(atUs, trigger, pen)]);
      }
    };
    // What was before decides whether the next sample is an edge.
    if (buffer.length > 0) taken--;
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [id, isOn, trigger, pen]);
  const find = async (range: TimeRange): Promise<number> => {
    if (!trigger || !pen) return 0;
    const { device, tag } = pen;
    const asked = { device, tag, fromUs: Math.floor(range.fromUs), toUs: Math.ceil(range.toUs) };
    const { series: samples } = await series(asked, AbortSignal.timeout(30_000));
    if (samples.kind !== 'raw') return 0;
    const edges = new TriggerEdges(trigger);
    const found: TrendCapture[] = [];
    samples.timeUs.forEach((us, row) => {
      if (edges.take(us, samples.value[row]!, samples.status[row]!)) found.push(captureAt(us, trigger, pen));
    });
    capturesAdded(id, found);
    return found.length;
  };
  return { isWatching: isOn && pen !== undefined, watch, find };
}
