import { type ReactNode, useId } from 'react';
import {
  allows,
  PERMISSION_NAMES,
  PERMISSIONS,
  ROLE_TITLES,
  ROLES,
  type Role,
} from '../../../src-shared/domain/access.ts';

interface RoleChoiceProps {
  readonly value: readonly Role[];
  readonly onChange: (roles: readonly Role[]) => void;
  readonly isDisabled: boolean;
  /** Why it cannot be changed here; left out: it can. */
  readonly note?: string | undefined;
}

/** Which roles somebody holds, each with what it allows in plain words. */
export function RoleChoice({ value, onChange, isDisabled, note }: RoleChoiceProps): ReactNode {
  const id = useId();
  const toggle = (role: Role): void =>
    // In the order of the table.
    onChange(ROLES.filter((one) => (one === role ? !value.includes(role) : value.includes(one))));
  return (
    <fieldset className="user-fields">
      <legend>Roles</legend>
      {note === undefined ? null : <p className="quiet">{note}</p>}
      {ROLES.map((role) => (
        <div key={role} className="role-line">
          <input
            id={`${id}-${role}`}
            type="checkbox"
            checked={value.includes(role)}
            disabled={isDisabled}
            aria-describedby={`${id}-${role}-may`}
            onChange={() => toggle(role)}
          />
          <label htmlFor={`${id}-${role}`}>{ROLE_TITLES[role]}</label>
          <p id={`${id}-${role}-may`} className="quiet">
            {mayWords(role)}
          </p>
        </div>
      ))}
    </fieldset>
  );
}

/** `Read values, trends, alarms and devices. Write to tags while armed.` */
const mayWords = (role: Role): string =>
  PERMISSION_NAMES.filter((permission) => permission !== 'own' && allows([role], permission))
    .map((permission) => `${PERMISSIONS[permission].title}.`)
    .join(' ');
