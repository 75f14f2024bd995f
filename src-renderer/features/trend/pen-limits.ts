import { useEffect, useState } from 'react';
import type { QualityRule } from '../../../src-shared/domain/quality-rule.ts';
import type { PenLimit } from '../../charts/chart-pen.ts';
import { rpc } from '../../rpc/connect.ts';
import type { Pen } from '../../state/pen-list.ts';
import { sameTag, type TagRef } from '../../state/tags.ts';

/** What rules of range allow, by slot of the pen. */
export type LimitsOfPens = ReadonlyMap<number, readonly PenLimit[]>;

const NONE: LimitsOfPens = new Map();

/** Reads the limits of the pens that are to show them; a pen whose tag has no rule of range has none. */
export function usePenLimits(pens: readonly Pen[]): LimitsOfPens {
  const [limits, setLimits] = useState(NONE);
  const wanted = JSON.stringify(
    pens.filter((pen) => pen.limits).map(({ slot, device, tag }) => ({ slot, device, tag })),
  );
  useEffect(() => {
    const asked = JSON.parse(wanted) as readonly Pen[];
    let isOver = false;
    const read = async (): Promise<void> => {
      const found = asked.length === 0 ? NONE : await readLimits(asked);
      if (!isOver) setLimits(found);
    };
    // Without its limits a trend goes on: the gateway is asked again with the next change.
    read().catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [wanted]);
  return limits;
}

async function readLimits(pens: readonly Pen[]): Promise<LimitsOfPens> {
  const { rules } = await rpc().rules.list({});
  const ranges = rules.filter(({ rule }) => rule.check === 'range');
  const matched = await Promise.all(
    ranges.map(async ({ topic, tag, rule }) => {
      const tags = topic === null ? [] : (await rpc().rules.tags({ topic })).tags;
      return { rule, tags: tag ? [{ device: tag.device, tag: tag.id }] : tags } as const;
    }),
  );
  const of = (pen: TagRef): readonly PenLimit[] =>
    matched.flatMap(({ rule, tags }) => (tags.some((tag) => sameTag(tag, pen)) ? limitsOf(rule) : []));
  return new Map(pens.map((pen) => [pen.slot, of(pen)]));
}

const limitsOf = ({ low, high }: QualityRule): readonly PenLimit[] => [
  ...(low === undefined ? [] : [{ value: low, text: `low ${low}` }]),
  ...(high === undefined ? [] : [{ value: high, text: `high ${high}` }]),
];
