import type { CheckCounts } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckCapture, CheckLoopView, LoopState } from '../../../src-shared/contract/check-loops.ts';
import { judgeStep } from '../../../src-shared/domain/check-capture.ts';
import type { CheckLoop, CheckSheet } from '../../../src-shared/domain/check-sheet.ts';
import { type CheckStep, loopProblem, rangeOf, stepsOf, toleranceOf } from '../../../src-shared/domain/check-steps.ts';
import type { LoopResult } from '../../checks/loop-results.ts';
import { configChanges, signedConfig } from '../../checks/signed-config.ts';
import type { TagDirectory, TagEntry } from '../tags/tag-directory.ts';

const NO_TAG = { dataType: '', unit: '', euLow: null, euHigh: null, states: {}, name: '', address: '' } as const;

/** A loop with everything that is known of it: of its sheet, of its tag as it is now, of the record. */
export function loopView(
  loop: CheckLoop,
  sheet: CheckSheet,
  result: LoopResult,
  directory: TagDirectory,
): CheckLoopView {
  const entry = directory.find(loop.device, loop.tag);
  const tag = entry ? directory.view(entry) : NO_TAG;
  const steps = entry ? stepsOf(loop, sheet, tag) : [];
  const problem = entry ? loopProblem(loop, tag) : missing(loop, directory);
  const changes = changesOf(entry, result);
  const isAnalogue = loop.template === 'ai' || loop.template === 'ao';
  const { low, high, unit } = loop.signal ?? { low: 4, high: 20, unit: 'mA' };
  return {
    device: loop.device,
    tag: loop.tag,
    name: entry ? tag.name : loop.tag,
    deviceName: entry?.device.device.name ?? loop.device,
    address: tag.address,
    dataType: tag.dataType,
    unit: tag.unit,
    states: { ...tag.states },
    range: (isAnalogue && rangeOf(loop, tag)) || null,
    signal: loop.template === 'ai' ? `${low}–${high} ${unit}` : '',
    tolerance: toleranceOf(loop, sheet),
    template: loop.template,
    feedback: loop.feedback ? { ...loop.feedback, name: nameOf(loop.feedback, directory) } : null,
    assigned: loop.assigned ?? '',
    problem: problem ?? null,
    state: stateOf(result, changes),
    changes: [...changes],
    steps: steps.map((step) => ({ ...step, capture: captureFor(step, result) })),
    details: result.details,
    photos: [...result.photos],
    punch: [...result.punch],
    signature: result.signature,
    witness: result.witness,
  };
}

/**
 * What was captured of a step, while it still proves it: after an edit of the sheet the same value may be meant for something
 * else. What was signed stays as it was signed.
 */
function captureFor(step: CheckStep, { captures, signature }: LoopResult): CheckCapture | null {
  const capture = captures.get(step.key);
  if (!capture || signature) return capture ?? null;
  const isLate = capture.write !== null && capture.write.tookMs === null;
  const result = isLate ? 'fail' : judgeStep(step, capture).result;
  return capture.expected === step.expected && capture.result === result ? capture : null;
}

/** How many loops stand where. */
export function countsOf(views: readonly { readonly state: LoopState }[]): CheckCounts {
  const count = (...states: readonly LoopState[]): number => views.filter(({ state }) => states.includes(state)).length;
  return {
    loops: views.length,
    pass: count('pass'),
    fail: count('fail'),
    changed: count('changed'),
    open: count('open', 'running'),
  };
}

/** Where a loop stands, without the rest of its view. */
export const loopState = (loop: CheckLoop, result: LoopResult, directory: TagDirectory): LoopState =>
  stateOf(result, changesOf(directory.find(loop.device, loop.tag), result));

function stateOf(result: LoopResult, changes: readonly string[]): LoopState {
  if (result.signature) return changes.length > 0 ? 'changed' : result.signature.verdict;
  return result.captures.size > 0 ? 'running' : 'open';
}

function changesOf(entry: TagEntry | undefined, { signature, config }: LoopResult): readonly string[] {
  if (!signature) return [];
  if (!entry) return ['the tag was removed or switched off'];
  return configChanges(config, signedConfig(entry.tag, entry.device.device));
}

function missing({ device, tag }: CheckLoop, directory: TagDirectory): string {
  if (!directory.has(device)) return `There is no device “${device}”. Change the sheet, or add the device.`;
  return `Device “${device}” has no tag “${tag}” that is switched on. Change the sheet, or add the tag.`;
}

function nameOf({ device, tag }: { readonly device: string; readonly tag: string }, directory: TagDirectory): string {
  return directory.find(device, tag)?.tag.name ?? tag;
}
