import { derivations, derivedId } from '../../../src-shared/domain/aggregate.ts';
import type { ExpressionRules, TagReference } from '../../drivers/tag-feed.ts';
import { circles } from './circles.ts';
import type { DeviceSketch, TagSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { ReferenceLookup } from './reference-lookup.ts';
import { referredTag } from './referred-tag.ts';
import { type ReportFault, reportInto } from './report-fault.ts';

/** A tag whose address is an expression. */
interface MadeTag {
  readonly key: string;
  /** Id of its device. */
  readonly device: string;
  readonly sketch: TagSketch;
  readonly references: readonly (TagReference & { readonly key: string })[];
  readonly report: (code: 'REF_DEVICE' | 'REF_TAG' | 'CYCLE' | 'UNIT_MISMATCH', at: number, message: string) => void;
  readonly rules: ExpressionRules;
}

/** Tags that are made of others: that those are there, that none is made of itself, and that their units go together. */
export function checkExpressions(devices: readonly DeviceSketch[]): Fault[] {
  const faults: Fault[] = [];
  const made = devices.flatMap((device) => madeTags(device, reportInto(faults, device.yaml, device.base)));
  if (made.length === 0) return faults;
  const tags = new Map<string, string | undefined>();
  for (const { head, tags: own } of devices)
    for (const sketch of own) for (const [id, unit] of unitsOf(sketch)) tags.set(keyOf(head.id ?? '', id), unit);
  const ids = new ReferenceLookup(
    new Map(
      devices.map(({ head, tags: own }) => [head.id ?? '', own.flatMap((sketch) => unitsOf(sketch).map(([id]) => id))]),
    ),
  );
  for (const { references, report, sketch, rules, device } of made) {
    let isWhole = true;
    for (const { name, at, key } of references) {
      if (tags.has(key)) continue;
      isWhole = false;
      const referred = referredTag(name, device);
      report(ids.lacksDevice(referred) ? 'REF_DEVICE' : 'REF_TAG', at, ids.unknown(name, referred));
    }
    if (!isWhole) continue;
    const keys = new Map(references.map(({ name, key }) => [name, key]));
    const unitOf = (name: string): string | undefined => tags.get(keys.get(name) ?? '');
    for (const { at, message } of rules.unitFaults(sketch.tag.address, unitOf, sketch.tag.unit))
      report('UNIT_MISMATCH', at, message);
  }
  checkCircles(made);
  return faults;
}

/** The ids that a tag gives to refer to, its derived ones among them, with their units. */
function unitsOf({ tag: { id, unit, aggregates } }: TagSketch): readonly (readonly [string, string | undefined])[] {
  if (id === '') return [];
  const derived = derivations(aggregates).map(
    (derivation) => [derivedId(id, derivation), derivation.fn === 'count' ? undefined : unit] as const,
  );
  return [[id, unit], ...derived];
}

const keyOf = (device: string, tag: string): string => `${device}/${tag}`;

/** An aggregate of a tag is made of it; no other id has a dot. */
const sourceOf = (key: string): string => key.replace(/\..*$/, '');

function madeTags({ head, tags, peer }: DeviceSketch, report: ReportFault): MadeTag[] {
  const rules = peer?.manifest.expressions;
  const { id } = head;
  if (!rules || id === undefined) return [];
  return tags
    .filter(({ tag }) => tag.enabled && tag.id !== '')
    .map((sketch) => ({
      key: keyOf(id, sketch.tag.id),
      device: id,
      sketch,
      rules,
      references: rules.references(sketch.tag.address).map((reference) => {
        const referred = referredTag(reference.name, id);
        return { ...reference, key: keyOf(referred.device, referred.tag) };
      }),
      report: (code, at, message) => report(code, ['tags', sketch.index, 'address'], `Character ${at + 1}: ${message}`),
    }));
}

function checkCircles(made: readonly MadeTag[]): void {
  const byKey = new Map(made.map((tag) => [tag.key, tag]));
  const madeOf = (key: string): readonly string[] =>
    (byKey.get(key)?.references ?? []).map((reference) => sourceOf(reference.key)).filter((other) => byKey.has(other));
  for (const circle of circles([...byKey.keys()], madeOf)) {
    const [first, second = circle[0]!] = circle;
    const tag = byKey.get(first!)!;
    const { at } = tag.references.find(({ key }) => sourceOf(key) === second)!;
    const text =
      circle.length === 1
        ? `“${first}” is made of itself. Use prev({…}) of another tag, or remove it.`
        : `${[...circle, first].map((key) => `“${key}”`).join(' is made of ')}, in a circle. Take one of them out.`;
    tag.report('CYCLE', at, text);
  }
}
