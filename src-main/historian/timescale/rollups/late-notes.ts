import type { ClientBase } from 'pg';
import { decodeLate, type Stretch } from './stored-stretches.ts';
import { stretchValues } from './work-out.ts';

/** Notes of intake that are sorted at once: each holds a batch of up to 5,000 tags. */
const NOTES_AT_ONCE = 16;

/** What intake wrote down of late points, sorted per tag. Only who holds the lock of the refresher calls it. */
export class LateNotes {
  readonly #schema: string;

  /** @param schema quoted */
  constructor(schema: string) {
    this.#schema = schema;
  }

  /** Puts some notes to the stretches that wait; inside a transaction. Returns false when there are none. */
  async sort(client: ClientBase): Promise<boolean> {
    const { rows } = await client.query<{ id: string; stretches: Buffer }>(
      `DELETE FROM ${this.#schema}.rollup_late WHERE id IN (
         SELECT id FROM ${this.#schema}.rollup_late ORDER BY id LIMIT ${NOTES_AT_ONCE}) RETURNING id, stretches`,
    );
    await this.add(client, merge(rows.flatMap(({ stretches }) => decodeLate(stretches))), 'new');
    return rows.length > 0;
  }

  /** @param age what is worked on already need not settle. */
  async add(client: ClientBase, stretches: readonly Stretch[], age: 'new' | 'worked on'): Promise<void> {
    if (stretches.length === 0) return;
    await client.query(
      `INSERT INTO ${this.#schema}.rollup_invalid AS i (tag_id, from_hour, to_hour, touched_at)
       SELECT tag_id, from_hour, to_hour, ${age === 'new' ? 'now()' : "'-infinity'"}
       FROM unnest($1::int[], $2::int[], $3::int[]) AS u (tag_id, from_hour, to_hour)
       ON CONFLICT (tag_id, from_hour) DO UPDATE SET
         to_hour = greatest(i.to_hour, excluded.to_hour), touched_at = greatest(i.touched_at, excluded.touched_at)`,
      stretchValues(stretches),
    );
  }
}

/** Of each tag, stretches that touch made one. */
export function merge(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const next of stretches.toSorted((a, b) => a.tagId - b.tagId || a.fromHour - b.fromHour)) {
    const last = merged.at(-1);
    if (last?.tagId === next.tagId && next.fromHour <= last.toHour)
      merged.splice(-1, 1, { ...last, toHour: Math.max(last.toHour, next.toHour) });
    else merged.push(next);
  }
  return merged;
}
