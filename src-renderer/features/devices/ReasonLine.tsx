import type { ReactNode } from 'react';
import { useMay } from '../../state/roles.ts';
import type { DeviceRow } from './device-columns.tsx';
import { deviceFix } from './device-fix.ts';
import { deviceReason } from './device-reason.ts';
import { fixDevice } from './fix-device.ts';

/** Why a device needs attention, with what most likely helps; the menu of the device has the same by keyboard. */
export function ReasonLine({ row: { device, health } }: { readonly row: DeviceRow }): ReactNode {
  const mayChange = useMay('configure');
  const reason = deviceReason(health);
  const fix = deviceFix(health);
  if (!reason) return null;
  return (
    <span className="device-reason-line">
      <span className="text" data-tone={reason.tone} data-msg={reason.id} title={reason.text}>
        {reason.text}
      </span>
      {fix ? (
        <button
          type="button"
          className="link-button"
          disabled={(fix.does === 'test' || fix.does === 'try') && !mayChange}
          onClick={(event) => {
            event.stopPropagation();
            fixDevice(device.id, fix);
          }}
        >
          {fix.label}
        </button>
      ) : null}
    </span>
  );
}
