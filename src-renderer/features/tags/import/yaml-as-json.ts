import { decodedText, textEncoding } from '../../../../src-shared/tag-files/decode-text.ts';
import { rpc } from '../../../rpc/connect.ts';

/**
 * The bytes of a file as they are; those of a YAML file as JSON, which the gateway makes of it: it is the one that knows
 * how our files are written. @throws NexusError NX_TAG_FILE
 */
export async function yamlAsJson(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (!/\.ya?ml$/i.test(name)) return bytes;
  const yaml = decodedText(bytes, textEncoding(bytes));
  return new TextEncoder().encode(JSON.stringify(await rpc().tagFiles.devices({ yaml })));
}
