import { useEffect, useMemo } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import { otherTime } from '../../charts/other-time.ts';
import type { PenBuffer } from '../../charts/pen-buffer.ts';
import { PenModel } from '../../charts/pen-model.ts';
import { penRecorder } from '../../charts/pen-recorder.ts';
import { penStyle } from '../../charts/pen-style.ts';
import type { Pen } from '../../state/pen-list.ts';
import { useTags, wantTags } from '../../state/tags.ts';
import { formatValue } from '../../ui/number-format.ts';
import type { HistoryPen } from './history-loader.ts';
import type { LimitsOfPens } from './pen-limits.ts';

/** A pen of the list, with its tag unless that is gone or not read yet. */
export interface PenEntry {
  readonly pen: Pen;
  readonly tag: TagView | undefined;
}

/** The pens of a trend with their tags; reads the tag lists that they need. */
export function usePens(pens: readonly Pen[]): readonly PenEntry[] {
  // As a text, so that a list that was read anew and says the same makes no chart anew and cuts no question off.
  const tags = useTags(({ byDevice }) =>
    JSON.stringify(pens.map((pen) => byDevice[pen.device]?.tags.find((tag) => tag.id === pen.tag) ?? null)),
  );
  useEffect(() => {
    for (const pen of pens) wantTags(pen.device);
  }, [pens]);
  return useMemo(() => {
    const found = JSON.parse(tags) as readonly (TagView | null)[];
    return pens.map((pen, at) => ({ pen, tag: found[at] ?? undefined }));
  }, [pens, tags]);
}

/** Models live as long as their buffers, so that a tab one comes back to shows what it showed. */
const models = new WeakMap<PenBuffer, PenModel>();

function modelOf(buffer: PenBuffer, tag: TagView): PenModel {
  const slowestMs = tag.bounds?.slowestMs ?? tag.pollIntervalMs;
  const model = models.get(buffer) ?? new PenModel(buffer, slowestMs);
  // The pace of a tag may be another one since.
  model.slowestMs = slowestMs;
  models.set(buffer, model);
  return model;
}

/** The other time that pens are drawn over. */
export interface ComparedTime {
  readonly shiftUs: number;
  readonly label: string;
}

/** What the chart draws: pens that are recorded. Strings have no line. */
export function chartPens(
  entries: readonly PenEntry[],
  compared: ComparedTime | undefined,
  limits: LimitsOfPens,
): readonly HistoryPen[] {
  return entries.flatMap(({ pen, tag }): HistoryPen[] => {
    const buffer = tag && penRecorder.buffer(tag.uid);
    if (!tag || !buffer || tag.dataType === 'string') return [];
    return [
      {
        uid: tag.uid,
        slot: pen.slot,
        name: tag.name,
        unit: tag.unit,
        kind: tag.dataType === 'bool' || Object.keys(tag.states).length > 0 ? 'digital' : 'analog',
        style: penStyle(pen.slot, pen),
        line: pen.line,
        axis: pen.axis,
        limits: limits.get(pen.slot),
        model: modelOf(buffer, tag),
        ...(tag.euLow !== null && tag.euHigh !== null && { span: { min: tag.euLow, max: tag.euHigh } }),
        format: (value) => formatValue(value, tag),
        device: pen.device,
        tag: pen.tag,
        other: compared && otherTime(compared.shiftUs, compared.label, tag.bounds?.slowestMs ?? tag.pollIntervalMs),
      },
    ];
  });
}
