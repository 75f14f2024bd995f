import { type ReactNode, useEffect, useState } from 'react';
import { disarmed, useArming } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { armAsked } from '../../state/writing.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { formatCounter } from '../../ui/time-format.ts';

/** What is armed, counting down, beside the key that ends it; or the way to arm. @param device offered first. */
export function ArmedChip({ device }: { readonly device: string | null }): ReactNode {
  const scopes = useArming((state) => state.scopes);
  const devices = useDevices((state) => state.list);
  const [first] = scopes.toSorted((a, b) => a.untilUs - b.untilUs);
  if (!first) {
    return (
      <button type="button" className="button" onClick={() => armAsked(device)}>
        <Glyph name="armed" /> Arm… <kbd>F8</kbd>
      </button>
    );
  }
  const name =
    scopes.length > 1
      ? `${scopes.length} scopes`
      : first.device === null
        ? 'all devices'
        : (devices.find(({ id }) => id === first.device)?.name ?? first.device);
  return (
    <>
      <span className="watch-armed" role="timer" aria-label={`Armed ${name}`}>
        <Glyph name="armed" /> ARMED {name} <Countdown untilUs={first.untilUs} />
      </span>
      <button type="button" className="button" onClick={() => void disarmed().catch(() => undefined)}>
        Disarm <kbd>F8</kbd>
      </button>
    </>
  );
}

function Countdown({ untilUs }: { readonly untilUs: number }): ReactNode {
  const [nowUs, setNowUs] = useState(gatewayNowUs);
  useEffect(() => {
    const timer = setInterval(() => setNowUs(gatewayNowUs()), 500);
    return () => clearInterval(timer);
  }, []);
  return formatCounter((untilUs - nowUs) / 1_000);
}
