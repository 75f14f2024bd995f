import { type ReactNode, useEffect } from 'react';
import { scopeFor } from '../../state/armed-scopes.ts';
import { useArming } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { armAsked } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Message } from '../../ui/Message.tsx';
import { deviceOfTopic } from './publish-device.ts';

interface ArmedForProps {
  readonly topics: readonly string[];
  readonly onChange: (isArmed: boolean) => void;
}

/** No device has such an id: only what is armed for all of them covers it. */
const NONE = '';

const topicsOfNone = (topics: number): string =>
  topics === 1 ? 'This topic belongs to no device.' : 'Not every topic belongs to a device.';

/** Whether this page is armed for what topics belong to, and the way to it: a device, or all of them. */
export function ArmedFor({ topics, onChange }: ArmedForProps): ReactNode {
  const scopes = useArming((state) => state.scopes);
  const devices = useDevices((state) => state.list);
  const owners = new Map(
    topics.map((topic) => {
      const device = deviceOfTopic(devices, topic);
      return [device?.id ?? NONE, device?.name ?? 'all devices'] as const;
    }),
  );
  const lacking = [...owners].filter(([id]) => !scopeFor(scopes, id, gatewayNowUs()));
  const isArmed = lacking.length === 0;
  useEffect(() => onChange(isArmed), [isArmed, onChange]);
  if (isArmed)
    return (
      <p className="publish-armed">
        <Glyph name="armed" /> Armed. It is kept in the journal of writes.
      </p>
    );
  // One step arms for everything that is wanted: several owners, or none, need all devices.
  const [id, name] = lacking.length === 1 ? lacking[0]! : ([NONE, 'all devices'] as const);
  const ofNone = lacking.some(([owner]) => owner === NONE) ? ` ${topicsOfNone(topics.length)}` : '';
  return (
    <div className="publish-disarmed">
      <Message code="wr.disarmed" text={`Writes are disarmed. Arm ${name} first (F8).${ofNone}`} tone="warning" />
      <button type="button" className="button arm-button" onClick={() => armAsked(id === NONE ? null : id)}>
        Arm writing…
      </button>
    </div>
  );
}
