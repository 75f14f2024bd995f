import { type ReactNode, useState } from 'react';
import { setUp } from '../../rpc/session.ts';
import { newPasswordFault } from '../../state/new-password-fault.ts';
import { EntryForm } from './EntryForm.tsx';
import { EntryLine } from './EntryLine.tsx';

/** The first start: whoever can read the one-time code makes the first administrator, and nobody else ever does. */
export function SetUpForm(): ReactNode {
  const [form, setForm] = useState({ code: '', user: '', name: '', password: '', again: '' });
  const set =
    (key: keyof typeof form) =>
    (value: string): void =>
      setForm((before) => ({ ...before, [key]: value }));
  const { code, user, name, password, again } = form;
  return (
    <EntryForm
      title="Set up this gateway"
      action="Make the administrator"
      note={
        <p>
          Nobody can sign in here yet. The service printed a one-time code at its start; it also stands in the file{' '}
          <code>.nexus/access/setup-code</code> of the project. It is good for 15 minutes; a restart makes a new one.
        </p>
      }
      whyNot={() => {
        if (code.trim() === '') return { line: 'code', text: 'The set-up code is empty. Copy it from the file.' };
        if (user.trim() === '') return { line: 'user', text: 'The user name is empty. Write for example mruiz.' };
        return newPasswordFault(password, again);
      }}
      onSubmit={() => setUp({ code: code.trim(), user, ...(name.trim() !== '' && { name }), password })}
    >
      <EntryLine name="code" label="Set-up code" autoComplete="off" value={code} onChange={set('code')} isFirst />
      <EntryLine name="user" label="User name" autoComplete="username" value={user} onChange={set('user')} />
      <EntryLine name="name" label="Name (optional)" autoComplete="name" value={name} onChange={set('name')} />
      <EntryLine
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        help="At least 12 characters. A few words that only you put together are best."
        value={password}
        onChange={set('password')}
      />
      <EntryLine
        name="again"
        label="Password again"
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={set('again')}
      />
    </EntryForm>
  );
}
