import { readFile } from 'node:fs/promises';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { RecordedWave } from './recorded-wave.ts';

const HEADER = 'time,device,tag,value,unit,quality';
/** A field with commas stands in quotes, and quotes in it are doubled (RFC 4180). */
const FIELD = /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g;

/**
 * Recorded values as the trend exports them: `time,device,tag,value,unit,quality`, a line a value. Lines without a value
 * were Bad and are left out.
 * @returns by id of the device and of the tag.
 * @throws NexusError NX_REQUEST_INVALID for a file that is none, NX_NOT_FOUND where there is none.
 */
export async function readRecordedFile(path: string): Promise<ReadonlyMap<string, ReadonlyMap<string, RecordedWave>>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new NexusError(
      'NX_NOT_FOUND',
      `${path} cannot be read. Name a file that the trend exported.`,
      { path },
      { cause },
    );
  });
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  if (header !== HEADER) throw wrong(path, 1, `“${header ?? ''}” in the place of “${HEADER}”`);
  const points = new Map<string, Map<string, { readonly timeMs: number; readonly value: number | string }[]>>();
  for (const [index, line] of lines.entries()) {
    const [time = '', device = '', tag = '', value = ''] = fieldsOf(line);
    const timeMs = Date.parse(time);
    if (Number.isNaN(timeMs)) throw wrong(path, index + 2, `“${time}” in the place of a time`);
    if (value === '') continue;
    const ofDevice = points.get(device) ?? new Map();
    points.set(device, ofDevice);
    const number = Number(value);
    const ofTag = ofDevice.get(tag) ?? [];
    ofTag.push({ timeMs, value: Number.isNaN(number) ? value : number });
    ofDevice.set(tag, ofTag);
  }
  return new Map(
    [...points].map(([device, tags]) => [device, new Map([...tags].map(([tag, own]) => [tag, waveOf(own)]))]),
  );
}

/** The last value lasts as long as the time between values on average, so that the loop closes evenly. */
function waveOf(points: readonly { readonly timeMs: number; readonly value: number | string }[]): RecordedWave {
  const sorted = points.toSorted((a, b) => a.timeMs - b.timeMs);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const spanS = (last.timeMs - first.timeMs) / 1_000;
  return {
    wave: 'recorded',
    at_s: sorted.map(({ timeMs }) => (timeMs - first.timeMs) / 1_000),
    values: sorted.map(({ value }) => value),
    period_s: spanS + Math.max(1, spanS / Math.max(1, sorted.length - 1)),
  };
}

const fieldsOf = (line: string): readonly string[] =>
  [...line.matchAll(FIELD)].map(([, field]) =>
    field!.startsWith('"') ? field!.slice(1, -1).replaceAll('""', '"') : field!,
  );

function wrong(path: string, line: number, seen: string): NexusError {
  return new NexusError('NX_REQUEST_INVALID', `${path}:${line} has ${seen}. Export the range again from the trend.`, {
    path,
  });
}
