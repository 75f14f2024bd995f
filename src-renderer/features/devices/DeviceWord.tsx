import type { ReactNode } from 'react';
import type { DeviceHealth } from '../../../src-shared/contract/devices.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { deviceStatus } from './device-status.ts';
import './devices.css';

/** How a device stands, in a glyph and a word. */
export function DeviceWord({ health }: { readonly health: DeviceHealth }): ReactNode {
  const { glyph, word, tone } = deviceStatus(health);
  return (
    <span className="device-status" data-tone={tone}>
      <Glyph name={glyph} />
      {word}
    </span>
  );
}
