import { nearestWord } from '../../../src-shared/util/nearest-word.ts';
import type { ExpressionRules, TagReference } from '../../drivers/tag-feed.ts';
import { circles } from './circles.ts';
import type { DeviceSketch, TagSketch } from './device-sketch.ts';
import type { Fault } from './fault.ts';
import { referredTag } from './referred-tag.ts';
import { type ReportFault, reportInto } from './report-fault.ts';

/** A tag whose address is an expression. */
interface MadeTag {
  readonly key: string;
  readonly sketch: TagSketch;
  readonly references: readonly (TagReference & { readonly key: string })[];
  readonly report: (code: 'REF_TAG' | 'CYCLE' | 'UNIT_MISMATCH', at: number, message: string) => void;
  readonly rules: ExpressionRules;
}

/** Tags that are made of others: that those are there, that none is made of itself, and that their units go together. */
export function checkExpressions(devices: readonly DeviceSketch[]): Fault[] {
  const faults: Fault[] = [];
  const made = devices.flatMap((device) => madeTags(device, reportInto(faults, device.yaml, device.base)));
  if (made.length === 0) return faults;
  const tags = new Map<string, TagSketch>();
  for (const { head, tags: own } of devices)
    for (const sketch of own) if (sketch.tag.id !== '') tags.set(keyOf(head.id ?? '', sketch.tag.id), sketch);
  const ids = new Lookup(devices);
  for (const { references, report, sketch, rules } of made) {
    let isWhole = true;
    for (const { name, at, key } of references) {
      if (tags.has(key)) continue;
      isWhole = false;
      report('REF_TAG', at, ids.unknown(name, key));
    }
    if (!isWhole) continue;
    const keys = new Map(references.map(({ name, key }) => [name, key]));
    const unitOf = (name: string): string | undefined => tags.get(keys.get(name) ?? '')?.tag.unit;
    for (const { at, message } of rules.unitFaults(sketch.tag.address, unitOf, sketch.tag.unit))
      report('UNIT_MISMATCH', at, message);
  }
  checkCircles(made);
  return faults;
}

const keyOf = (device: string, tag: string): string => `${device}/${tag}`;

function madeTags({ head, tags, peer }: DeviceSketch, report: ReportFault): MadeTag[] {
  const rules = peer?.manifest.expressions;
  const { id } = head;
  if (!rules || id === undefined) return [];
  return tags
    .filter(({ tag }) => tag.enabled && tag.id !== '')
    .map((sketch) => ({
      key: keyOf(id, sketch.tag.id),
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
    (byKey.get(key)?.references ?? []).map((reference) => reference.key).filter((other) => byKey.has(other));
  for (const circle of circles([...byKey.keys()], madeOf)) {
    const [first, second = circle[0]!] = circle;
    const tag = byKey.get(first!)!;
    const { at } = tag.references.find(({ key }) => key === second)!;
    const text =
      circle.length === 1
        ? `“${first}” is made of itself. Use prev({…}) of another tag, or remove it.`
        : `${[...circle, first].map((key) => `“${key}”`).join(' is made of ')}, in a circle. Take one of them out.`;
    tag.report('CYCLE', at, text);
  }
}

/** The ids of a project, to name the nearest one. */
class Lookup {
  readonly #devices: ReadonlyMap<string, readonly string[]>;

  constructor(devices: readonly DeviceSketch[]) {
    this.#devices = new Map(devices.map(({ head, tags }) => [head.id ?? '', tags.map(({ tag }) => tag.id)]));
  }

  /** What is wrong with a reference that leads nowhere. */
  unknown(name: string, key: string): string {
    const device = key.slice(0, key.indexOf('/'));
    const tag = key.slice(device.length + 1);
    const isOwn = !name.includes('/');
    if (tag.includes('/') || tag === '' || device === '')
      return `“{${name}}” names no tag. Write {device/tag}, or {tag} for one of the same device.`;
    const own = this.#devices.get(device);
    if (!own) {
      const near = nearestWord(device, [...this.#devices.keys()]);
      return `There is no device “${device}”.${near ? ` Did you mean {${near}/${tag}}?` : ' Write {device/tag}.'}`;
    }
    const near = nearestWord(tag, own);
    if (near) return `Device “${device}” has no tag “${tag}”. Did you mean {${isOwn ? near : keyOf(device, near)}}?`;
    const elsewhere = isOwn ? [...this.#devices].find(([, ids]) => ids.includes(tag))?.[0] : undefined;
    return `Device “${device}” has no tag “${tag}”.${elsewhere ? ` Did you mean {${elsewhere}/${tag}}?` : ' Choose one that it has.'}`;
  }
}
