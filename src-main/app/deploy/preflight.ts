import { z } from 'zod';
import { type AgentState, PREFLIGHT_CHECKS, type PreflightView } from '../../../src-shared/contract/deploy-views.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { PACKAGE_FORMAT } from '../../deploy/package-manifest.ts';
import { MOST_SKEW_MS } from '../../deploy/signed-request.ts';
import { formatFault } from '../../project/check/fault.ts';
import { CONFIG_FILE } from '../../project/project-layout.ts';
import { projectDiff } from '../../project/revisions/project-diff.ts';
import { diffView } from '../handlers/config-handlers.ts';
import type { Check } from './agent-checks.ts';
import type { DeployParts } from './deploy-parts.ts';
import { deviceNeeds } from './device-needs.ts';
import { filesForTarget, packageFor } from './package-of.ts';
import { simulatorText } from './require-deployable.ts';
import type { TargetLink } from './target-link.ts';
import { theirFiles } from './their-files.ts';

const Checks = z.array(
  z.object({
    check: z.enum(PREFLIGHT_CHECKS),
    state: z.enum(['ok', 'warning', 'fault', 'skipped']),
    text: z.string(),
    code: z.string().nullable(),
  }),
);
/** Clocks that differ by more are worth a word. */
const SKEW_WORTH_SAYING_MS = 5_000;
const SHOWN = 5;

const ok = (check: Check['check'], text: string): Check => ({ check, state: 'ok', text, code: null });
const fault = (check: Check['check'], text: string, code: string): Check => ({ check, state: 'fault', text, code });

/** Everything that can be known before a deploy to one target; nothing is changed there, and without `probe` nothing is sent. */
export async function preflight(
  parts: DeployParts,
  link: TargetLink,
  revision: number,
  probe: boolean,
): Promise<PreflightView> {
  const { target } = link;
  const checks: Check[] = [];
  const view = (diff: PreflightView['diff'], bytes: number): PreflightView => ({
    target: target.id,
    isReady: checks.every(({ state }) => state !== 'fault'),
    checks,
    diff,
    bytes,
  });
  let state: AgentState;
  try {
    state = await link.ask();
    checks.push(ok('agent', `${target.name} answers; it runs ${state.version}.`));
  } catch (error) {
    const { code, text } = toNexusError(error);
    checks.push(fault('agent', text, code));
    return view(null, 0);
  }
  checks.push(clockCheck(state, parts));
  const files = await filesForTarget(parts.editor, target, revision);
  const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  const theirs = await theirFiles(link, state, files);
  const config = parts.editor.current.project.text.get(CONFIG_FILE)!;
  const [before, after] = [theirs, files].map((text) =>
    parts.editor.foreign(new Map([...text, [CONFIG_FILE, config]])),
  );
  checks.push(...faultChecks(after!));
  const needs = deviceNeeds(after!.devices);
  const asked = { bytes, format: PACKAGE_FORMAT, secrets: needs.secrets, serial: needs.serial };
  checks.push(...(await link.client.ask('check', asked, Checks)));
  if (needs.simulators.length === 0) checks.push(ok('simulators', 'No device is a simulator.'));
  else {
    const found = fault('simulators', simulatorText(needs.simulators), 'NX_DEPLOY_SIMULATOR');
    // Test benches say so themselves.
    checks.push(state.allowsSimulated ? { ...found, state: 'warning' } : found);
  }
  checks.push(driftCheck(link, state));
  if (probe && checks.every(({ state: kind, check }) => kind !== 'fault' || check === 'drift')) {
    const about = { revision, author: parts.name, comment: 'Shadow run' };
    const sent = await packageFor(parts, target, files, about);
    const { package: hash } = await link.client.ask('upload', sent, z.object({ package: z.string() }));
    checks.push(...(await link.client.ask('probe', { package: hash }, Checks)));
  } else checks.push({ check: 'probe', state: 'skipped', text: 'Not asked for.', code: null });
  return view(diffView(projectDiff(before!, after!)), bytes);
}

function clockCheck({ timeMs }: AgentState, { clock }: Pick<DeployParts, 'clock'>): Check {
  const skewMs = timeMs - Math.round(clock.wallUs() / 1_000);
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  const text = `Its clock is ${seconds} s ${skewMs > 0 ? 'ahead' : 'behind'}.`;
  if (Math.abs(skewMs) > MOST_SKEW_MS) return fault('clock', `${text} Set it: 60 s are the most.`, 'NX_DEPLOY_STALE');
  if (Math.abs(skewMs) > SKEW_WORTH_SAYING_MS) return { check: 'clock', state: 'warning', text, code: null };
  return ok('clock', 'Both clocks agree.');
}

function faultChecks({ faults }: ReturnType<DeployParts['editor']['foreign']>): Check[] {
  const errors = faults.filter(({ severity }) => severity === 'error');
  const loads = faults.filter(({ code }) => code === 'LOAD_ESTIMATE' || code === 'BUFFER_BUDGET');
  const shown = errors.slice(0, SHOWN).map(formatFault).join(' ');
  return [
    errors.length === 0 ? ok('faults', 'The configuration has no faults.') : fault('faults', shown, 'NX_DEPLOY_CHECKS'),
    loads.length === 0
      ? ok('load', 'Its devices are within what one gateway takes.')
      : { check: 'load', state: 'warning', text: loads.map(formatFault).join(' '), code: null },
  ];
}

function driftCheck(link: TargetLink, state: AgentState): Check {
  const { drift } = link.view(0, null);
  if (drift.kind !== 'moved') return ok('drift', 'It runs what was deployed.');
  const { name } = link.target;
  const { deployed, lastChange } = state;
  if (lastChange) {
    const text = `${name} was changed at the gateway itself: ${lastChange.author}, ${new Date(lastChange.timeMs).toISOString()}. Compare before you deploy.`;
    return fault('drift', text, 'NX_DEPLOY_MOVED');
  }
  const text = `${name} runs revision ${deployed!.revision}, not the one that was known. ${deployed!.author} deployed it from ${deployed!.node} at ${new Date(deployed!.timeMs).toISOString()}. Compare before you deploy.`;
  return fault('drift', text, 'NX_DEPLOY_MOVED');
}
