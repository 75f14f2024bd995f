import type { ReactNode } from 'react';
import { tabClosed, tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip, Kept } from '../../ui/ErrorStrip.tsx';
import { GridSkeleton } from '../../ui/GridSkeleton.tsx';
import type { Column } from '../../ui/grid-column.ts';
import { usePage } from '../../ui/page-context.ts';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useFollowedUsers } from './use-users.ts';
import { readUsers, useUsers } from './users-store.ts';

interface UsersGateProps<R> {
  /** `users` */
  readonly what: string;
  readonly columns: readonly Column<R>[];
  /** Whether what is shown was read. */
  readonly isRead: boolean;
  readonly children: ReactNode;
}

const read = (): void => void readUsers();

/** What stands in the place of a list of users or keys while it is not there, or above it where it is old. */
export function UsersGate<R>({ what, columns, isRead, children }: UsersGateProps<R>): ReactNode {
  const problem = useUsers((state) => state.problem);
  const said = useUsers((state) => state.said);
  const isLost = useLink(({ state }) => state.kind === 'lost');
  const { path } = usePage();
  useFollowedUsers();
  const strip = <ReadOnlyStrip needs="users" to={`manage ${what}`} />;
  if (!isRead && problem?.code === 'NX_ACCESS_FORBIDDEN')
    return (
      <>
        {strip}
        <EmptyState text={`The ${what} of this gateway are shown to Administrators.`}>
          <button
            type="button"
            className="button"
            onClick={() => {
              tabOpened('users/roles', 'kept');
              tabClosed(path);
            }}
          >
            Show what roles may
          </button>
        </EmptyState>
      </>
    );
  if (!isRead && problem)
    return (
      <ErrorState title={`The ${what} could not be read.`} cause={problem.text} code={problem.code} onRetry={read} />
    );
  if (!isRead)
    return (
      <Waiting text={`Reading the ${what}…`} onRetry={read}>
        <GridSkeleton columns={columns} />
      </Waiting>
    );
  return (
    <Kept isOld={problem !== null}>
      {strip}
      {isLost ? (
        <Strip tone="warning" announce="none">
          The gateway is lost. The {what} below are from before that and cannot be changed now.
        </Strip>
      ) : null}
      {problem ? <ErrorStrip title={`The ${what} could not be read.`} cause={problem.text} onRetry={read} /> : null}
      {children}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </Kept>
  );
}
