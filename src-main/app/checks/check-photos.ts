import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { MAX_PHOTO_BYTES, MAX_PHOTOS } from '../../../src-shared/contract/checks.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { refused, requireOpen } from './capture-step.ts';
import type { CheckDesk, LoopPlace } from './check-desk.ts';
import { checksFolder } from './checks-folder.ts';
import type { About } from './loop-notes.ts';

const PHOTOS = 'photos';
const BEGINNINGS = [
  { ending: 'jpg', type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { ending: 'png', type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
] as const;

/**
 * Keeps a photo beside the record, under the hash of its bytes, which the record names: a photo that was exchanged is
 * found out. @throws NexusError NX_CHECK_REFUSED for what is no photo, too large or one too many, NX_CHECK_RECORD.
 */
export async function addPhoto(
  desk: CheckDesk,
  place: LoopPlace,
  { name, content }: { readonly name: string; readonly content: Buffer },
  about: About,
): Promise<CheckLoopView> {
  const before = desk.view(place);
  requireOpen(before);
  const kind = kindOf(content);
  if (!kind) throw refused(`“${name}” begins like neither JPEG nor PNG. Choose a photo of one of these kinds.`);
  if (content.length > MAX_PHOTO_BYTES)
    throw refused(`“${name}” has ${content.length} bytes; ${MAX_PHOTO_BYTES} are allowed. Make it smaller.`);
  if (before.photos.length >= MAX_PHOTOS) throw refused(`${before.name} has ${MAX_PHOTOS} photos, which is the limit.`);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const id = `${sha256}.${kind.ending}`;
  if (before.photos.some((photo) => photo.id === id)) return before;
  await store(join(checksFolder(desk.options.folder), PHOTOS), id, content);
  const { sheet, loop } = place;
  const photo = { id, name, bytes: content.length, sha256 };
  await desk.record({ kind: 'photo', sheet: sheet.id, device: loop.device, tag: loop.tag, ...about, photo });
  return desk.view(place);
}

/** @param id as the record names it. @throws NexusError NX_NOT_FOUND also for bytes that are not what was kept. */
export async function readPhoto(
  desk: CheckDesk,
  id: string,
): Promise<{ readonly base64: string; readonly type: (typeof BEGINNINGS)[number]['type'] }> {
  const content = await readFile(join(checksFolder(desk.options.folder), PHOTOS, id)).catch(() => undefined);
  const kind = content && kindOf(content);
  if (!kind || !id.startsWith(createHash('sha256').update(content).digest('hex')))
    throw new NexusError(
      'NX_NOT_FOUND',
      'This photo is not in the project any more, or was exchanged for another one.',
    );
  return { base64: content.toString('base64'), type: kind.type };
}

const kindOf = (content: Buffer): (typeof BEGINNINGS)[number] | undefined =>
  BEGINNINGS.find(({ bytes }) => bytes.every((byte, at) => content[at] === byte));

async function store(folder: string, id: string, content: Buffer): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(join(folder, `${id}.new`), 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(join(folder, `${id}.new`), join(folder, id));
  } catch (cause) {
    const text = `The photo was not kept (${(cause as Error).message}). Free disk space, then add it again.`;
    throw new NexusError('NX_CHECK_RECORD', text, {}, { cause });
  }
}
