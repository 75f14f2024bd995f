import type { ReactNode } from 'react';

interface DeviceChoiceProps {
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  /** Null: all of them, also those that come later. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
}

/** All devices, or some of them. */
export function DeviceChoice({ devices, chosen, onChange }: DeviceChoiceProps): ReactNode {
  return (
    <fieldset className="deploy-devices">
      <legend>Devices</legend>
      <label>
        <input type="radio" name="devices" checked={chosen === null} onChange={() => onChange(null)} /> All
      </label>
      <label>
        <input type="radio" name="devices" checked={chosen !== null} onChange={() => onChange([])} /> Only some
      </label>
      {chosen === null ? null : (
        <ul>
          {devices.map(({ id, name }) => (
            <li key={id}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  onChange={({ target }) =>
                    onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                  }
                />{' '}
                {name}
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
