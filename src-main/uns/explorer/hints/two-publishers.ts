import { decodeMessage } from '../decode-message.ts';
import type { ProbedMessage } from './topic-probes.ts';

/** How often forms take turns, or times go back, before that is no accident: a lost connection repeats some messages once. */
const OFTEN = 3;
/** A device that is polled every second makes no point every 700 ms. */
const TOO_SOON = 0.7;
/** Members that one publisher writes in some messages and leaves out in others. */
const AT_TIMES: ReadonlySet<string> = new Set(['unit', 'u', 'state', 'vx', 'replay', 'historical']);
/** Members that name who says it. */
const NAMES: ReadonlySet<string> = new Set(['device_id', 'tag_id', 'node', 'client', 'client_id', 'source', 'gateway']);

/**
 * Why messages of one topic seem to be of two publishers, as a fact; undefined where nothing speaks for it. A broker
 * does not tell who published a message: they are known by forms that take turns, by times that go back, and by points
 * that come faster than their device is polled.
 *
 * @param everyMs how often the tag of the topic is polled, where it is one of ours.
 */
export function twoPublishers(messages: readonly ProbedMessage[], everyMs: number | undefined): string | undefined {
  const seen = messages.map(read);
  const turns = steps(seen).filter(([before, after]) => before.form !== after.form).length;
  if (turns >= OFTEN) {
    const forms = [...new Set(seen.map(({ form }) => form))].slice(0, 2);
    return `messages of two forms take turns, ${forms.join(' and ')}`;
  }
  const times = seen.flatMap(({ sourceMs }) => (sourceMs === null ? [] : [sourceMs]));
  if (times.length < messages.length) return undefined;
  const gaps = steps(times).map(([before, after]) => after - before);
  const back = gaps.filter((gap) => gap < 0).length;
  if (back >= OFTEN) return `the times of its messages went back ${back} times in ${messages.length}`;
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return everyMs !== undefined && usual < TOO_SOON * everyMs
    ? `a value came every ${Math.round(usual)} ms, and its tag is polled every ${everyMs} ms`
    : undefined;
}

function steps<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.slice(1).map((after, at) => [list[at]!, after]);
}

function read({ payload, isRetained }: ProbedMessage): { readonly form: string; readonly sourceMs: number | null } {
  const kept = isRetained ? ', retained' : '';
  if (!payload) return { form: `long ones${kept}`, sourceMs: null };
  const { kind, text, sourceMs } = decodeMessage('', payload);
  if (kind !== 'json') return { form: `${BARE.has(kind) ? 'bare values' : 'bytes'}${kept}`, sourceMs };
  return { form: `${membersOf(text)}${kept}`, sourceMs };
}

const BARE: ReadonlySet<string> = new Set(['number', 'text', 'empty']);

/** `JSON with quality, timestamp, value of boiler-1` */
function membersOf(text: string): string {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'bare values';
  const members = Object.entries(parsed).filter(([name]) => !AT_TIMES.has(name));
  const names = members.filter(([name, value]) => NAMES.has(name) && typeof value === 'string');
  const keys = members.map(([name]) => name).toSorted();
  const who = names.length > 0 ? ` of ${names.map(([, value]) => String(value)).join(' ')}` : '';
  return `JSON with ${keys.join(', ')}${who}`;
}
