import { z } from 'zod';
import { readStored, writeStored } from '../../../state/stored.ts';
import { NO_HISTORY } from './edit-history.ts';
import { editTotal, type Overlay } from './overlay.ts';
import { sessionChanged } from './tag-session.ts';

const PREFIX = 'nexus.edits.';
/** Of one device, in characters: a browser keeps about five million in all. */
const MOST = 1_000_000;

const Form = z.record(z.string(), z.unknown());
const Kept = z.object({
  revision: z.number(),
  overlay: z.object({
    changes: z.record(z.string(), Form),
    added: z.array(
      z.object({ key: z.string(), after: z.string().nullable().optional(), form: Form, hasOwnId: z.boolean() }),
    ),
    removed: z.array(z.string()),
    order: z.object({ uids: z.array(z.string()), moved: z.array(z.string()) }).optional(),
    imports: z.array(z.string()).optional(),
  }),
});

/** Keeps edits for the next visit; more than a browser holds are kept in this page only. */
export function keepEdits(device: string, revision: number, overlay: Overlay): void {
  const key = `${PREFIX}${device}`;
  const kept = { revision, overlay };
  if (editTotal(overlay) === 0 || JSON.stringify(kept).length > MOST) localStorage.removeItem(key);
  else writeStored(key, kept);
}

/** Takes up the edits that an earlier visit left, of every device. Their tags are read when somebody looks at them. */
export function takeUpEdits(): void {
  for (const key of Object.keys(localStorage)) {
    const kept = key.startsWith(PREFIX) ? readStored(key, Kept) : undefined;
    if (!kept) continue;
    const { revision, overlay } = kept;
    sessionChanged(key.slice(PREFIX.length), { revision, history: { ...NO_HISTORY, now: overlay } });
  }
}
