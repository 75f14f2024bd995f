import { type CheckAlarm, CheckLoop, type CheckTemplate } from '../../../src-shared/domain/check-sheet.ts';

/** A loop as a person edits it: every field a text, empty where the sheet or the tag says it. */
export interface LoopForm {
  readonly template: CheckTemplate;
  readonly points: string;
  readonly tolerance: string;
  readonly low: string;
  readonly high: string;
  readonly signal: string;
  readonly alarms: string;
  readonly wireBreak: boolean;
  readonly feedback: string;
  readonly within: string;
  readonly assigned: string;
}

/** What was written, as a loop of the sheet; or why it is none. */
export type WrittenLoop = { readonly loop: CheckLoop } | { readonly fault: string };

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));

export function formOf(loop: CheckLoop): LoopForm {
  const { points, tolerance, range, signal, alarms, feedback } = loop;
  return {
    template: loop.template,
    points: points?.join(', ') ?? '',
    tolerance: numberText(tolerance),
    low: numberText(range?.low),
    high: numberText(range?.high),
    signal: signal ? `${signal.low}–${signal.high} ${signal.unit}`.trim() : '',
    alarms: (alarms ?? []).map(({ name, limit }) => `${name} ${limit}`).join(', '),
    wireBreak: loop.wire_break === true,
    feedback: feedback ? `${feedback.device}/${feedback.tag}` : '',
    within: numberText(loop.within_s),
    assigned: loop.assigned ?? '',
  };
}

/** Keeps the tag of the loop; everything else is as it was written. */
export function writtenLoop({ device, tag }: Pick<CheckLoop, 'device' | 'tag'>, form: LoopForm): WrittenLoop {
  const read = reader();
  const [low, high] = [read.number('Range from', form.low), read.number('Range to', form.high)];
  if ((low === undefined) !== (high === undefined)) return { fault: 'A range has two ends. Write both, or neither.' };
  const loop = {
    ...{ device, tag, template: form.template },
    points: read.list(form.points),
    tolerance: read.number('Tolerance', form.tolerance),
    range: low === undefined || high === undefined ? undefined : { low, high },
    signal: read.signal(form.signal),
    alarms: read.alarms(form.alarms),
    wire_break: form.wireBreak || undefined,
    feedback: read.feedback(form.feedback),
    within_s: read.number('Seconds', form.within),
    assigned: form.assigned.trim() || undefined,
  };
  if (read.fault !== undefined) return { fault: read.fault };
  const given = Object.fromEntries(Object.entries(loop).filter(([, value]) => value !== undefined));
  const checked = CheckLoop.safeParse(given);
  return checked.success ? { loop: checked.data } : { fault: checked.error.issues[0]!.message };
}

/** Reads texts and keeps the first fault. */
function reader() {
  let fault: string | undefined;
  const no = (text: string): undefined => {
    fault ??= text;
    return undefined;
  };
  const parse = (text: string): number => Number(text.trim().replace(',', '.').replace('\u2212', '-'));
  return {
    get fault(): string | undefined {
      return fault;
    },
    number: (subject: string, text: string): number | undefined => {
      if (text.trim() === '') return undefined;
      const value = parse(text);
      return Number.isFinite(value) ? value : no(`${subject} “${text.trim()}” is not a number. Write for example 0.5.`);
    },
    list: (text: string): number[] | undefined => {
      const words = text.split(/[;,\s]+/).filter(Boolean);
      if (words.length === 0) return undefined;
      const values = words.map(parse);
      const wrong = words.find((_, at) => !Number.isFinite(values[at]));
      return wrong === undefined ? values : no(`Point “${wrong}” is not a number. Write for example 0, 50, 100.`);
    },
    signal: (text: string) => {
      if (text.trim() === '') return undefined;
      const [, low, high, unit] =
        /^([+-]?[\d.]+)\s*(?:–|-|\.\.|to)\s*([+-]?[\d.]+)\s*(.{0,16})$/.exec(text.trim()) ?? [];
      if (low === undefined || high === undefined || unit === undefined)
        return no(`Signal “${text.trim()}” has no two ends. Write for example 4–20 mA.`);
      return { low: Number(low), high: Number(high), unit: unit.trim() };
    },
    alarms: (text: string): CheckAlarm[] | undefined => {
      const words = text
        .split(/[;,]/)
        .map((word) => word.trim())
        .filter(Boolean);
      const found = words.map((word) => /^(\S{1,16})\s+([+-]?[\d.]+)$/.exec(word));
      const wrong = words.find((_, at) => !/^[HL]/i.test(found[at]?.[1] ?? ''));
      if (wrong !== undefined) return no(`Alarm “${wrong}” has no side and limit. Write for example H 9, HH 9.5, L 1.`);
      const alarms = found.map((match) => ({
        name: match![1]!,
        side: /^h/i.test(match![1]!) ? ('high' as const) : ('low' as const),
        limit: Number(match![2]),
      }));
      return alarms.length === 0 ? undefined : alarms;
    },
    feedback: (text: string) => {
      if (text.trim() === '') return undefined;
      const at = text.indexOf('/');
      const [device, tag] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      if (at < 1 || tag === '')
        return no(`Feedback “${text.trim()}” is no tag. Write device/tag, for example boiler-1/zt-120.`);
      return { device, tag };
    },
  };
}
