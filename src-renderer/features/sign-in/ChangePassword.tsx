import { type ReactNode, useState } from 'react';
import { rpc } from '../../rpc/connect.ts';
import { newPasswordFault } from '../../state/new-password-fault.ts';
import { EntryForm } from './EntryForm.tsx';
import { EntryLine } from './EntryLine.tsx';

const EMPTY = { current: '', password: '', again: '' };

/** Changes one's own password. */
export function ChangePassword(): ReactNode {
  const [form, setForm] = useState(EMPTY);
  const [said, setSaid] = useState('');
  const set =
    (key: keyof typeof EMPTY) =>
    (value: string): void =>
      setForm((before) => ({ ...before, [key]: value }));
  const { current, password, again } = form;
  return (
    <EntryForm
      title="Change the password"
      level="section"
      action="Change"
      whyNot={() =>
        current === '' ? { line: 'current', text: 'The present password is empty.' } : newPasswordFault(password, again)
      }
      onSubmit={async () => {
        await rpc().access.changePassword({ current, password });
        setForm(EMPTY);
        setSaid('Changed. Your other sessions have ended.');
      }}
      more={
        <span className="quiet" role="status">
          {said}
        </span>
      }
    >
      <EntryLine
        name="current"
        label="Present password"
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={set('current')}
      />
      <EntryLine
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        help="At least 12 characters."
        value={password}
        onChange={set('password')}
      />
      <EntryLine
        name="again"
        label="New password again"
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={set('again')}
      />
    </EntryForm>
  );
}
