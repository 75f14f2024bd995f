import type { ReactNode } from 'react';
import { useSession, wished } from './browse-session.ts';
import { NAMINGS } from './tag-forms.ts';

const SAMPLINGS = ['100ms', '250ms', '500ms', '1s', '5s', '10s'] as const;

/** How what is ticked becomes tags. */
export function TagWishFields({ device }: { readonly device: string }): ReactNode {
  const { naming, fromServer, isWritable, sampling } = useSession(device, (session) => session.wishes);
  return (
    <div className="browse-wishes">
      <label className="browse-choice">
        Naming
        <select
          className="select"
          value={naming}
          onChange={({ target }) => wished(device, { naming: NAMINGS[target.selectedIndex]! })}
        >
          {NAMINGS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <label className="browse-choice">
        Sampling
        <select
          className="select"
          value={sampling}
          onChange={({ target }) => wished(device, { sampling: target.value })}
        >
          <option value="">as the device</option>
          {SAMPLINGS.map((one) => (
            <option key={one} value={one}>
              {one.replace(/m?s$/, ' $&')}
            </option>
          ))}
        </select>
      </label>
      <label className="browse-choice" title="Also the texts of states, and descriptions.">
        <input
          type="checkbox"
          checked={fromServer}
          onChange={({ target }) => wished(device, { fromServer: target.checked })}
        />
        Unit and range from the server
      </label>
      <label className="browse-choice" title="Off: tags are read-only until made writable.">
        <input
          type="checkbox"
          checked={isWritable}
          onChange={({ target }) => wished(device, { isWritable: target.checked })}
        />
        Writable where the server allows it
      </label>
    </div>
  );
}
