import { type ReactNode, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useMay } from '../../state/roles.ts';

/** Says that names are missing, and asks the edge node for them. */
export function AskBirth({ topic }: { readonly topic: string }): ReactNode {
  const [said, setSaid] = useState('');
  const isEngineer = useMay('configure');
  const ask = (): void => {
    rpc()
      .namespace.askBirth({ topic })
      .then(
        () => setSaid('Asked. The names are there as soon as the edge node answers.'),
        (error: unknown) => setSaid(toNexusError(error).text),
      );
  };
  return (
    <p className="topic-unborn">
      Data carries aliases only, and the birth that tells their names was not seen since somebody looks.{' '}
      <button type="button" className="button" disabled={!isEngineer} onClick={ask}>
        Ask for a birth
      </button>{' '}
      <span role="status">{said}</span>
    </p>
  );
}
