import type { ReactNode } from 'react';
import { useMay, useRoleTitle } from '../state/roles.ts';
import { Strip } from './Strip.tsx';

interface ReadOnlyStripProps {
  /** The role that the page needs for more than looking. */
  readonly needs: 'operator' | 'engineer' | 'admin';
  /** What one with that role may do here: `change tags`. */
  readonly to: string;
}

const WHO = { operator: 'an Operator', engineer: 'an Engineer', admin: 'an Administrator' } as const;

/** Says why what edits is disabled on this page; nothing for whom it is not. */
export function ReadOnlyStrip({ needs, to }: ReadOnlyStripProps): ReactNode {
  const mayEdit = useMay(needs);
  const title = useRoleTitle();
  if (mayEdit) return null;
  return (
    <Strip tone="info" announce="none">
      {title === '' ? 'You are signed in without a role.' : `You are signed in as ${title}.`} Ask {WHO[needs]} to {to}.
    </Strip>
  );
}
