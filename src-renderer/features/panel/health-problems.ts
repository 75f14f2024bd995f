import type { DeviceHealth, DeviceView } from '../../../src-shared/contract/devices.ts';
import { messageId, messageIdOfText } from '../../../src-shared/errors/message-ids.ts';
import type { Problem } from '../../state/problems.ts';

/** How a problem shows its place: the list of devices, or one tag. */
export interface ProblemPlaces {
  readonly device: (device: string) => void;
  readonly tag: (device: string, tag: string) => void;
  /** The quality rules that judge a tag. */
  readonly rules: (device: string, tag: string) => void;
  /** Where somebody decides whom to trust. */
  readonly certificates: () => void;
}

/** What is wrong with devices now: those without a link or with a poor one, and tags that fail alone. */
export function healthProblems(
  devices: readonly DeviceView[],
  health: Readonly<Record<string, DeviceHealth>>,
  places: ProblemPlaces,
): readonly Problem[] {
  return devices.flatMap((device) => ofDevice(health[device.id] ?? device.health, places));
}

/** Somebody has to trust somebody: the server, or on the server this gateway. */
const OF_TRUST: ReadonlySet<string> = new Set(['ua.untrusted', 'ua.rejectedUs']);

function ofDevice({ device, status, tagFaults, quality }: DeviceHealth, places: ProblemPlaces): readonly Problem[] {
  const key = `health ${device}`;
  const go = (): void => places.device(device);
  if (status.kind === 'disabled') return [];
  // A device that is being dialled again is still the one that did not answer.
  if (status.kind === 'offline' || status.kind === 'connecting') {
    const { reason } = status;
    if (reason === null) return [];
    const id = messageId(reason.code);
    const show = OF_TRUST.has(id) ? places.certificates : go;
    return [{ key, severity: 'error', device, text: reason.text, messageId: id, go: show }];
  }
  const faults = tagFaults.map(
    ({ tag, text }): Problem => ({
      key: `${key} ${tag}`,
      severity: 'error',
      device,
      text: `${tag}: ${text}`,
      messageId: messageIdOfText(text),
      go: () => places.tag(device, tag),
    }),
  );
  const alerts = (quality?.alerts ?? []).map(
    ({ tag, text }): Problem => ({
      key: `${key} ${tag} quality`,
      severity: 'warning',
      device,
      text: `${tag}: ${text}`,
      messageId: messageIdOfText(text),
      go: () => places.rules(device, tag),
    }),
  );
  faults.push(...alerts);
  if (status.kind === 'connected') return faults;
  const { text, code } = status.reason;
  return [{ key, severity: 'warning', device, text, messageId: messageId(code), go }, ...faults];
}
