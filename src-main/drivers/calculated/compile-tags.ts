import type { DriverTag } from '../driver.ts';
import { DuePlaces } from './due-places.ts';
import { type CompiledExpression, compileExpression } from './expression/compile-expression.ts';
import { type ParsedExpression, parseExpression } from './expression/parse-expression.ts';
import { referencesOf } from './expression/syntax.ts';
import { Workspace } from './expression/workspace.ts';
import { InputColumns } from './input-columns.ts';
import { orderOfRows } from './order-of-rows.ts';
import { gives } from './tag-kind.ts';

/** A tag, ready to be calculated. */
export interface TagCode {
  /** Of the plan; also its slot. */
  readonly row: number;
  readonly uid: string;
  readonly expression: string;
  readonly everyMs: number;
  readonly code: CompiledExpression;
}

export interface CompiledTags {
  /** In the order in which they are calculated. */
  readonly codes: readonly TagCode[];
  readonly inputs: InputColumns;
  /** None is due yet. */
  readonly due: DuePlaces;
  /** Where the clock stands for all of them. */
  readonly nowUs: Float64Array;
}

/** Compiles the tags of one device. @param tags each with `made`; they passed `checkTag` */
export function compileTags(tags: readonly DriverTag[]): CompiledTags {
  const parsed = tags.map(({ address }) => parseExpression(address));
  const rowOf = new Map(tags.map(({ made }, row) => [made!.number, row]));
  const slotByNumber = new Map<number, number>();
  const switchedOff: number[] = [];
  let count = tags.length;
  const slotsOf = tags.map(({ made }) => {
    const slots = new Map<string, number>();
    for (const [name, number] of made!.inputs) {
      const own = number === null ? undefined : (rowOf.get(number) ?? slotByNumber.get(number));
      if (number === null) switchedOff.push(count);
      else if (own === undefined) slotByNumber.set(number, count);
      slots.set(name, own ?? count++);
    }
    return slots;
  });
  const slotsUsed = parsed.map(({ root }, row) => [
    ...new Set(referencesOf(root).map(({ name }) => slotsOf[row]!.get(name)!)),
  ]);
  const order = orderOfRows(slotsUsed.map((slots) => slots.filter((slot) => slot < tags.length)));
  const users: number[][] = Array.from({ length: count }, () => []);
  order.forEach((row, place) => {
    for (const slot of slotsUsed[row]!) users[slot]!.push(place);
  });
  const inputs = new InputColumns(count, slotByNumber, switchedOff);
  const nowUs = new Float64Array(1);
  const workspace = new Workspace(parsed.map(({ root }) => root));
  const { slots } = inputs;
  const codes = order.map((row): TagCode => {
    const tag = tags[row]!;
    const expression = parsed[row]!;
    return {
      row,
      uid: tag.made!.uid,
      expression: expression.text,
      everyMs: tag.made!.everyMs,
      code: compileTag(expression, tag, { slots, slotOf: (name) => slotsOf[row]!.get(name)!, nowUs, workspace }),
    };
  });
  return { codes, inputs, due: new DuePlaces(tags.length, users), nowUs };
}

function compileTag(
  expression: ParsedExpression,
  { dataType }: DriverTag,
  sources: Parameters<typeof compileExpression>[2],
): CompiledExpression {
  return compileExpression(expression, gives(expression.kind, dataType), sources);
}
