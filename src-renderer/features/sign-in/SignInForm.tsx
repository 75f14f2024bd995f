import { type ReactNode, useState } from 'react';
import { signIn } from '../../rpc/session.ts';
import { EntryForm } from './EntryForm.tsx';
import { EntryLine } from './EntryLine.tsx';

/** Name and password. Every refusal says the same: which of the two was wrong is nobody’s to know. */
export function SignInForm(): ReactNode {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  return (
    <EntryForm
      title="Sign in"
      action="Sign in"
      whyNot={() => {
        if (user.trim() === '') return { line: 'user', text: 'The user name is empty. Enter the one you were given.' };
        return password === '' ? { line: 'password', text: 'The password is empty.' } : undefined;
      }}
      onSubmit={() => signIn(user, password)}
      // What was refused is typed anew; the name stays.
      onRefused={() => setPassword('')}
    >
      <EntryLine name="user" label="User name" autoComplete="username" value={user} onChange={setUser} isFirst />
      <EntryLine
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
    </EntryForm>
  );
}
