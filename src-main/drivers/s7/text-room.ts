import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatTarget } from './format-address.ts';
import { makeReadRequest } from './read-request.ts';
import { ITEM_OK } from './request.ts';
import { describeCode } from './return-code.ts';
import { DATA, type S7Client } from './s7-client.ts';
import { notSent } from './send-write.ts';
import type { Target } from './target.ts';

/**
 * Reads how many characters the text has room for on the CPU, because a longer one would run over what stands behind
 * it. Does nothing for other types, and over a link that has an obstacle, which the write itself will tell.
 *
 * Rejects with NX_DRIVER_REJECTED where there is no room or the CPU refuses, NX_DRIVER_DISCONNECTED where the link was
 * lost over it: nothing was written.
 */
export async function assertRoom(client: S7Client, target: Target, text: string): Promise<void> {
  const { type, area, db, start } = target;
  if ((type !== 'STRING' && type !== 'WSTRING') || client.obstacle) return;
  const { host, port } = client.peer;
  const request = makeReadRequest([{ area, db, start, count: type === 'STRING' ? 1 : 2 }]);
  let code: number;
  try {
    const whole = await client.request(request);
    code = whole === DATA ? request.codes[0]! : whole;
  } catch (cause) {
    throw notSent(toNexusError(cause), client.peer);
  }
  if (code !== ITEM_OK)
    throw new NexusError('NX_DRIVER_REJECTED', describeCode(code, target, 'write'), { host, port, returnCode: code });
  const at = request.offsets[0]!;
  const room = type === 'STRING' ? client.reply[at]! : client.reply.readUInt16BE(at);
  if (text.length <= room) return;
  throw new NexusError(
    'NX_DRIVER_REJECTED',
    `The ${type} at ${formatTarget(target)} has room for ${room} characters on the CPU, and the text has ${text.length}. Nothing was written. Compare the length with TIA Portal.`,
    { host, port, room },
  );
}
