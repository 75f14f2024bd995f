import type { WritePreview } from '../../../src-shared/contract/writes.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { wireValue } from '../../commands/receipt.ts';
import type { WriteCommand, WriteTarget } from '../../commands/write-command.ts';
import type { WriteValue } from '../../drivers/driver.ts';
import { unscale } from '../../processing/unscale.ts';
import { driverTag } from '../../project/check/check-device.ts';
import type { EngineParts } from '../engine-parts.ts';
import { placeOf } from '../twins/twin-place.ts';

type Engine = Pick<EngineParts, 'plant' | 'writes'>;

/**
 * What a write would send, without sending it: the verdict of the door, whether somebody is armed or not, and the frame as
 * the driver would encode it. A number that the driver gives each message is 0 in it.
 */
export function previewWrite({ plant, writes }: Engine, command: WriteCommand): WritePreview {
  const judged = writes.commands.judge(command);
  if (judged.kind === 'refused') {
    const { code, message } = judged.refusal;
    return { refusal: { code, message }, previous: null, raw: null, frame: null, endpoint: '' };
  }
  const { target, value } = judged;
  const { device } = plant.directory.device(target.device);
  const place = placeOf(device, plant.simulatorPort(target.device));
  const raw = unscale(target.rule, target.dataType, value);
  return {
    refusal: null,
    previous: wireValue(target.last),
    raw: wireValue(raw),
    frame: frameOf(place, target, raw),
    endpoint: place.manifest.endpoint(place.connection),
  };
}

function frameOf(
  { manifest, connection }: ReturnType<typeof placeOf>,
  { tag }: WriteTarget,
  raw: WriteValue,
): WritePreview['frame'] {
  try {
    const bytes = manifest.writeFrame?.(driverTag(tag), raw, connection);
    if (!bytes) return null;
    const line = manifest.decodeFrame?.('sent', bytes, connection)?.line ?? '';
    return { hex: Buffer.from(bytes).toString('hex'), line };
  } catch (error) {
    // What the driver would refuse is told by it, before anything is sent.
    return { hex: '', line: toNexusError(error).text };
  }
}
