import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

const MOST_PX = 1_600;
const QUALITY = 0.8;
const PART = 0x8000;

/** A photo as it is kept: no side longer than 1600 px, JPEG, in base64. @throws NexusError for what is no picture. */
export async function shrunkPhoto(file: File): Promise<{ readonly name: string; readonly base64: string }> {
  const picture = await createImageBitmap(file).catch((cause: unknown) => {
    const text = `“${file.name}” is no picture that this browser can read. Choose a JPEG or PNG.`;
    throw new NexusError('NX_CHECK_REFUSED', text, {}, { cause });
  });
  const ratio = Math.min(1, MOST_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * ratio));
  canvas.height = Math.max(1, Math.round(picture.height * ratio));
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  return { name: file.name.slice(0, 128), base64: base64Of(new Uint8Array(await blob!.arrayBuffer())) };
}

/** In parts: a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(text);
}
