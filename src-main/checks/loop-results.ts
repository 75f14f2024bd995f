import type {
  CheckCapture,
  CheckDetails,
  CheckLoopView,
  CheckPhoto,
  CheckPunch,
  CheckSignature,
} from '../../src-shared/contract/check-loops.ts';
import { loopKey } from '../../src-shared/domain/check-sheet.ts';
import type { CheckEvent, RecordedEvent } from './check-event.ts';

/** What the record holds of one loop since it was last begun. */
export interface LoopResult {
  /** The last capture of each step, by its key. */
  readonly captures: ReadonlyMap<string, CheckCapture>;
  readonly details: CheckDetails;
  readonly photos: readonly CheckPhoto[];
  readonly punch: readonly CheckPunch[];
  readonly signature: CheckSignature | null;
  /** What was signed of the tag's configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly witness: CheckLoopView['witness'];
}

export const NO_DETAILS: CheckDetails = { method: '', asFound: '', asLeft: '', testKit: '', note: '' };

const NOTHING: LoopResult = {
  captures: new Map(),
  details: NO_DETAILS,
  photos: [],
  punch: [],
  signature: null,
  config: {},
  witness: null,
};

/** Where every loop stands, by what the record says in its order. */
export class LoopResults {
  readonly #sheets = new Map<string, Map<string, LoopResult>>();

  of(sheet: string, loop: { readonly device: string; readonly tag: string }): LoopResult {
    return this.#sheets.get(sheet)?.get(loopKey(loop)) ?? NOTHING;
  }

  has(sheet: string): boolean {
    return this.#sheets.has(sheet);
  }

  take({ event, entry, hash }: RecordedEvent): void {
    if (event.kind === 'found_broken') return;
    if (event.kind === 'removed') {
      this.#sheets.delete(event.sheet);
      return;
    }
    const loops = this.#sheets.get(event.sheet) ?? new Map<string, LoopResult>();
    this.#sheets.set(event.sheet, loops);
    loops.set(loopKey(event), after(loops.get(loopKey(event)) ?? NOTHING, event, entry, hash));
  }
}

type LoopEvent = Exclude<CheckEvent, { readonly kind: 'removed' | 'found_broken' }>;

function after(before: LoopResult, event: LoopEvent, entry: number, hash: string): LoopResult {
  const { at, actor } = event;
  switch (event.kind) {
    case 'captured':
      return { ...before, captures: new Map(before.captures).set(event.step, event.capture) };
    case 'noted':
      return { ...before, details: event.details };
    case 'photo':
      return { ...before, photos: [...before.photos, event.photo] };
    case 'signed': {
      const { verdict, name, revision, configHash, config } = event;
      return {
        ...before,
        config,
        signature: { verdict, name, actor, at, revision, configHash, entry, hash },
        witness: null,
      };
    }
    case 'witnessed':
      return { ...before, witness: { name: event.name, actor, at, entry, hash } };
    case 'reopened':
      // The kit in hand is most likely the same; what was found is not.
      return { ...NOTHING, punch: before.punch, details: { ...NO_DETAILS, testKit: before.details.testKit } };
    case 'punch': {
      const { id, text } = event;
      return { ...before, punch: [...before.punch, { id, text, by: actor, at, closedBy: null, closedAt: null }] };
    }
    case 'punch_closed':
      return {
        ...before,
        punch: before.punch.map((item) => (item.id === event.id ? { ...item, closedBy: actor, closedAt: at } : item)),
      };
    default:
      return before;
  }
}
