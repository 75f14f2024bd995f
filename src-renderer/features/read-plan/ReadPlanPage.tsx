import { type ReactNode, useMemo, useState } from 'react';
import type { ReadPlanView } from '../../../src-shared/contract/read-plan.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { AddressSpace } from './AddressSpace.tsx';
import { percent, roomAt1s, shortMs, suggestionWords } from './plan-words.ts';
import { RequestTable } from './RequestTable.tsx';
import { useReadPlan } from './use-read-plan.ts';
import './read-plan.css';

/** What reading one device costs: its address space, its requests, and what would save some. */
export function ReadPlanPage({ device: id }: { readonly device: string }): ReactNode {
  const device = useDevices((state) => state.list.find((one) => one.id === id));
  const { plan, reason, readAgain } = useReadPlan(id);
  const ranges = useMemo(
    () => plan?.groups.flatMap(({ requests }) => requests.flatMap((request) => request.ranges)) ?? [],
    [plan],
  );
  if (!plan && reason !== '')
    return <ErrorState title="The read plan could not be read." cause={reason} onRetry={readAgain} />;
  if (!plan) return <Waiting text="Planning how the device is read…" onRetry={readAgain} />;
  if (plan.groups.every(({ tags }) => tags === 0))
    return (
      <EmptyState text={`${device?.name ?? id} has no tags that are read. Its requests will be planned here.`}>
        <button type="button" className="button primary" onClick={() => tabOpened(`device/${id}/tags`, 'kept')}>
          Open tags
        </button>
      </EmptyState>
    );
  return (
    <div className="read-plan" tabIndex={0} role="region" aria-label={`Read plan of ${device?.name ?? id}`}>
      <header className="plan-head">
        <p>{plan.mode === 'subscribed' ? SUBSCRIBED : loadWords(plan)}</p>
        <p className="quiet">{aboutWords(plan)}</p>
      </header>
      <Suggestion device={id} plan={plan} onDone={readAgain} />
      <AddressSpace ranges={ranges} />
      {plan.groups.map((group) => (
        <RequestTable key={keyOf(group)} group={group} requestMs={plan.requestMs} />
      ))}
    </div>
  );
}

/** Two groups of other bounds may have the same period for a while. */
const keyOf = ({ intervalMs, bounds }: ReadPlanView['groups'][number]): string =>
  bounds ? `${bounds.fastestMs}–${bounds.slowestMs}` : String(intervalMs);

const SUBSCRIBED = 'Subscribed: the device sends changes by itself. These requests read all of it once.';

function loadWords(plan: ReadPlanView): string {
  const { requestMs, load } = plan;
  if (requestMs === null || load === null) return 'Nothing was polled yet, so that nobody knows what a request takes.';
  const room = roomAt1s(plan);
  const more =
    room === undefined || load > 0.5
      ? ''
      : ` About ${formatInteger(room)} more tags at 1 s fit before its polls fill half of their time.`;
  const free = load > 1 ? ' It does not fit: polls are skipped. Poll less often, or fewer tags.' : '';
  return `A request took ${shortMs(requestMs)} of late: the device is being read ${percent(load)} of the time.${free}${more}`;
}

function aboutWords({ limits, source, refused }: ReadPlanView): string {
  const fitted = limits === '' ? '' : `Fitted into ${limits}. `;
  if (source === 'configuration') return `${fitted}By its configuration: the device is not read now.`;
  if (refused === 0) return `${fitted}As it is read now.`;
  return `${fitted}As it is read now: ${refused === 1 ? '1 tag is' : `${refused} tags are`} left out, because the device refused.`;
}

interface SuggestionProps {
  readonly device: string;
  readonly plan: ReadPlanView;
  readonly onDone: () => void;
}

function Suggestion({ device, plan, onDone }: SuggestionProps): ReactNode {
  const isEngineer = useMay('configure');
  const [fault, setFault] = useState('');
  const { suggestion, requestMs } = plan;
  if (!suggestion) return null;
  const words = suggestionWords(suggestion, requestMs);
  const apply = (): void =>
    void rpc()
      .config.changeDevice({
        device,
        patch: { connection: { max_gap: suggestion.maxGap } },
        comment: `Gaps up to ${suggestion.maxGap} bridged`,
      })
      .then(onDone, (error: unknown) => setFault(toNexusError(error).text));
  return (
    <div className="plan-suggestion">
      <p>{words}</p>
      {isEngineer ? (
        <button type="button" className="button" onClick={apply}>
          Apply
        </button>
      ) : null}
      {fault === '' ? null : (
        <p className="plan-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
