import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { allows, PERMISSION_NAMES, PERMISSIONS, ROLE_TITLES, ROLES } from '../../../src-shared/domain/access.ts';
import { useSystem } from '../../state/system.ts';
import { rolesTried, triedEnded, useTriedRoles } from '../../state/tried-roles.ts';

/** Every role by everything there is to do, from the table that the gateway itself goes by. */
export function RolesPane(): ReactNode {
  const tried = useTriedRoles(({ roles }) => roles);
  const own = useSystem(({ info }) => info?.you.roles);
  return (
    <div className="roles-pane" data-region-scroll tabIndex={0} role="region" aria-label="What roles may">
      <p>
        Who holds several roles may what any of them may. Duties are apart: an Administrator neither writes to the plant
        nor changes devices, and an Engineer makes no users.
      </p>
      <table className="roles-table">
        <thead>
          <tr>
            <th scope="col">What there is to do</th>
            {ROLES.map((role) => (
              <th key={role} scope="col" data-own={own?.includes(role) || undefined}>
                {ROLE_TITLES[role]}
                {own?.includes(role) ? <span className="quiet"> (you)</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PERMISSION_NAMES.map((permission) => (
            <tr key={permission}>
              <th scope="row">{PERMISSIONS[permission].title}</th>
              {ROLES.map((role) => (
                <td key={role}>{allows([role], permission) ? <May /> : <MayNot />}</td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">See these screens with a role</th>
            {ROLES.map((role) => {
              const isTried = tried?.length === 1 && tried[0] === role;
              return (
                <td key={role}>
                  <button
                    type="button"
                    className="button"
                    aria-pressed={isTried}
                    aria-label={isTried ? `Stop trying as ${ROLE_TITLES[role]}` : `Try as ${ROLE_TITLES[role]}`}
                    onClick={() => (isTried ? triedEnded() : rolesTried([role]))}
                  >
                    {isTried ? 'Stop' : 'Try as…'}
                  </button>
                </td>
              );
            })}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

const May = (): ReactNode => (
  <span className="roles-may">
    <Check size={16} strokeWidth={2} aria-hidden />
    <span className="visually-hidden">may</span>
  </span>
);

const MayNot = (): ReactNode => (
  <span className="quiet">
    <span aria-hidden>–</span>
    <span className="visually-hidden">may not</span>
  </span>
);
