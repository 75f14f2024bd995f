import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { type Problem, problemsFound, useProblems } from '../../state/problems.ts';
import { may } from '../../state/roles.ts';
import { rulesAsked } from '../../state/rule-requests.ts';
import { selected } from '../../state/selection.ts';
import { useSystem } from '../../state/system.ts';
import { tagAsked } from '../../state/tag-requests.ts';
import { draftProblems } from './draft-problems.ts';
import { healthProblems, type ProblemPlaces } from './health-problems.ts';
import { systemProblems } from './system-problems.ts';

/** A check of all files costs the engine more than a call: without being asked, once a minute at most. */
const FILES_EVERY_MS = 60_000;
let filesReadMs = Number.NEGATIVE_INFINITY;

const PLACES: ProblemPlaces = {
  device: (device) => {
    selected({ kind: 'device', device });
    tabOpened('devices', 'kept');
  },
  tag: (device, tag) => tagAsked({ device, tag }),
  rules: (device, tag) => rulesAsked(`${device} ${tag}`),
  certificates: () => tabOpened('certificates', 'kept'),
};

const showDiagnostics = (): void => tabOpened('diagnostics', 'kept');

/** Fills the sources of problems that no page finds: the health of devices, the engine itself, and the files on disk. For the whole life of the page. */
export function followProblems(): void {
  useDevices.subscribe(({ list, health }) => publish('health', healthProblems(list, health, PLACES)));
  useSystem.subscribe(({ status }) => status && publish('system', systemProblems(status, showDiagnostics)));
  const look = (): void => {
    if (performance.now() - filesReadMs > FILES_EVERY_MS) void checkFiles().catch(() => undefined);
  };
  useDevices.subscribe(({ list }, before) => list !== before.list && look());
  window.addEventListener('focus', look);
}

/**
 * Looks what stands in the files on disk and does not run. Does nothing for whom the engine would refuse it.
 *
 * @throws NexusError NX_NET_UNREACHABLE while the link is lost.
 */
export async function checkFiles(): Promise<void> {
  if (!may('configure') || useLink.getState().state.kind !== 'open') return;
  filesReadMs = performance.now();
  publish('draft', draftProblems(await rpc().config.draft({}), PLACES));
}

/** Health comes once a second and is mostly the same: what did not change is not told anew. */
function publish(source: string, problems: readonly Problem[]): void {
  const before = useProblems.getState().bySource[source] ?? [];
  const isSame =
    before.length === problems.length &&
    problems.every(({ key, text, severity }, at) => {
      const old = before[at]!;
      return old.key === key && old.text === text && old.severity === severity;
    });
  if (!isSame) problemsFound(source, problems);
}
