import type { ReactNode } from 'react';
import type { Permission } from '../../src-shared/domain/access.ts';
import { useMay, useRoleTitle, whomToAsk } from '../state/roles.ts';
import { Strip } from './Strip.tsx';

interface ReadOnlyStripProps {
  /** What the page needs for more than looking. */
  readonly needs: Permission;
  /** What one who may does here: `change tags`. */
  readonly to: string;
}

/** Says why what edits is disabled on this page; nothing for whom it is not. */
export function ReadOnlyStrip({ needs, to }: ReadOnlyStripProps): ReactNode {
  const mayEdit = useMay(needs);
  const title = useRoleTitle();
  if (mayEdit) return null;
  return (
    <Strip tone="info" announce="none">
      {title === '' ? 'You are signed in without a role.' : `You are signed in as ${title}.`} Ask {whomToAsk(needs)} to{' '}
      {to}.
    </Strip>
  );
}
