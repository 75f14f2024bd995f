import type { Trace } from '../../../src-shared/contract/trace.ts';
import { describeStatus, isGood } from '../../../src-shared/domain/quality.ts';
import { exactNumber, stepResult, valueText } from './lineage-words.ts';

/** One hop on the way of a value. */
export interface TraceHop {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  /** Bytes of a frame. */
  readonly hex?: string;
  /** When it was, µs; null for what takes no time of its own. */
  readonly us: number | null;
  readonly state: 'done' | 'waiting' | 'failed';
}

const SINKS: Readonly<Record<string, string>> = { historian: 'Historian', mqtt: 'Broker' };

/** A trace as the hops that a person reads from above: from the question to the sinks. */
export function traceHops(trace: Trace): readonly TraceHop[] {
  return [...readHops(trace), ...pointHops(trace)];
}

function readHops(trace: Trace): TraceHop[] {
  const { frames, turnUs, askedUs, readUs, failure, rawStatus, raw } = trace;
  const place = `${trace.protocol}, ${trace.endpoint}`;
  const hops: TraceHop[] = [{ key: 'asked', name: 'Asked', text: `for ${trace.address}`, us: askedUs, state: 'done' }];
  if (turnUs !== null) hops.push({ key: 'turn', name: 'Turn', text: place, us: turnUs, state: 'done' });
  for (const { number, direction, line, hex, timeUs, refusal } of frames) {
    const name = direction === 'sent' ? 'Sent' : 'Received';
    hops.push({ key: `frame ${number}`, name, text: line, hex, us: timeUs, state: refusal ? 'failed' : 'done' });
  }
  if (failure) hops.push({ key: 'failure', name: 'Not read', text: failure.text, us: null, state: 'failed' });
  if (readUs !== null && rawStatus !== null) {
    const quality = isGood(rawStatus) ? '' : `, ${describeStatus(rawStatus)}`;
    const text = `${valueText(raw)} as ${trace.dataType.toUpperCase()}${quality}`;
    hops.push({ key: 'raw', name: 'Decoded', text, us: readUs, state: 'done' });
  }
  return hops;
}

function pointHops({ steps, point, unit, engineUs, log, sinks }: Trace): TraceHop[] {
  if (point === null) return [];
  const value = point.value === null ? '' : `${exactNumber(point.value)} ${unit}, `;
  return [
    ...steps.map((step, index): TraceHop => {
      const result = stepResult(step);
      const text = result === '' ? step.text : `${step.text} → ${result}`;
      return { key: `step ${index}`, name: 'Step', text, us: null, state: 'done' };
    }),
    { key: 'point', name: 'Point', text: `${value}${describeStatus(point.status)}`, us: null, state: 'done' },
    ...(engineUs === null
      ? []
      : [{ key: 'engine', name: 'Live', text: 'shown in windows', us: engineUs, state: 'done' } as const]),
    log
      ? {
          key: 'log',
          name: 'Log',
          text: `accepted in segment ${log.segment}, lane ${log.lane}, up to byte ${exactNumber(log.offset)}`,
          us: log.us,
          state: 'done',
        }
      : { key: 'log', name: 'Log', text: 'not accepted so far; System says why', us: null, state: 'waiting' },
    ...sinks.map(({ sink, state, topic, us }): TraceHop => {
      const done = state === 'stored' ? 'stored, and can be asked for' : `acknowledged ${topic}`;
      const text = state === 'waiting' ? 'not there so far; System says what waits' : done;
      return { key: sink, name: SINKS[sink] ?? sink, text, us, state: state === 'waiting' ? 'waiting' : 'done' };
    }),
  ];
}
