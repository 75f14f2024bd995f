import type { ReactNode } from 'react';
import { oidcAddress, type SignInWays } from '../../rpc/session.ts';
import { Message } from '../../ui/Message.tsx';
import { SetUpForm } from './SetUpForm.tsx';
import { SignInForm } from './SignInForm.tsx';
import './sign-in.css';

interface SignInPageProps {
  readonly ways: SignInWays;
  /** Why the last session ended, or what came of the way in that was tried. */
  readonly refusal: { readonly code: string; readonly text: string } | undefined;
}

/** Where a session is needed and there is none: nothing of the plant is shown or known here. */
export function SignInPage({ ways, refusal }: SignInPageProps): ReactNode {
  return (
    <main className="sign-in">
      <header>
        <p className="sign-in-product">Nexus Edge</p>
        <p className="quiet">{location.host}</p>
      </header>
      {refusal ? <Message code={refusal.code} text={refusal.text} isAlert /> : null}
      <Way ways={ways} isRefused={refusal?.code === 'NX_OIDC_NO_ROLE'} />
    </main>
  );
}

function Way({ ways, isRefused }: Pick<SignInPageProps, 'ways'> & { readonly isRefused: boolean }): ReactNode {
  if (ways.login === 'token') return <PrintedAddress />;
  if (ways.setup) return <SetUpForm />;
  return (
    <>
      <SignInForm />
      {ways.oidc ? (
        <>
          <p className="sign-in-or quiet">or</p>
          <button type="button" className="button" onClick={() => location.assign(oidcAddress(isRefused))}>
            Sign in with {ways.oidc.name}
          </button>
        </>
      ) : null}
    </>
  );
}

/** A gateway without users: whoever can read what it printed is its owner. */
function PrintedAddress(): ReactNode {
  return (
    <>
      <h1>A session is needed</h1>
      <p>This gateway asks for a session. Open the address that the service printed when it started.</p>
      <p className="quiet">
        The address holds a one-time token after “#”. If it was used already, restart the service for a new one.
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Try again
      </button>
    </>
  );
}
