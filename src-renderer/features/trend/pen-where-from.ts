import { whereFromAsked } from '../../state/lineage-requests.ts';
import { choiceAsked } from '../../state/palette.ts';
import type { TagRef } from '../../state/tags.ts';

/** Opens where the value of a pen comes from; of several it asks which. @param atUs of a moment; undefined: of now. */
export function penWhereFrom(pens: readonly TagRef[], atUs: number | undefined): void {
  const [first, ...others] = pens;
  if (!first) return;
  if (others.length === 0) return whereFromAsked(first, atUs);
  choiceAsked(
    'Where the value comes from of',
    pens.map((pen) => ({ label: pen.tag, detail: pen.device, run: () => whereFromAsked(pen, atUs) })),
  );
}
