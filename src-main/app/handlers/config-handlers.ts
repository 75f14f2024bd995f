import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { mayDo } from '../../../src-shared/domain/access.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import { exportDevices } from '../../project/export-devices.ts';
import { readDevices } from '../../project/import-devices.ts';
import { deviceFile } from '../../project/project-layout.ts';
import type { ProjectText } from '../../project/project-text.ts';
import { changeTags } from '../../project/revisions/change-tags.ts';
import {
  addDevice,
  addTag,
  type Changes,
  deviceForm,
  mergeDevice,
  mergeTag,
  removeDevice,
  removeTag,
  replaceDevice,
  replaceTag,
} from '../../project/revisions/edit-device.ts';
import type { ProjectDiff } from '../../project/revisions/project-diff.ts';
import type { Applied, Edit } from '../../project/revisions/project-editor.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { calculateCells } from '../tags/calculate-cells.ts';
import { nextAddresses, shiftedAddresses } from '../tags/next-addresses.ts';
import { faultView } from './fault-view.ts';
import { revisionHandlers } from './revision-handlers.ts';

export interface Asked {
  readonly base?: number | undefined;
  readonly comment: string;
}

/** Devices, tags and revisions: every change goes through the editor, which checks, numbers and applies it. */
export function configHandlers(parts: EngineParts): NexusHandlers<Call>['config'] {
  const { editor, drivers, plant } = parts;
  const change = async (make: (text: ProjectText) => Changes, asked: Asked, call: Call): Promise<AppliedView> =>
    appliedView(await editor.change(make, editOf(asked, call)));
  return {
    device: ({ device }) => ({
      revision: editor.current.revision.number,
      device: { ...deviceForm(editor.current.project.text, device) },
    }),
    addDevice: (input, call) => change((text) => addDevice(text, input.device), input, call),
    replaceDevice: (input, call) =>
      change((text) => replaceDevice(text, input.device, input.value), required(input, call), call),
    changeDevice: (input, call) =>
      change((text) => mergeDevice(text, input.device, input.patch), required(input, call), call),
    removeDevice: (input, call) => change((text) => removeDevice(text, input.device), required(input, call), call),
    addTag: (input, call) => change((text) => addTag(text, input.device, input.tag), input, call),
    replaceTag: (input, call) =>
      change((text) => replaceTag(text, input.device, input.tag, input.value), required(input, call), call),
    changeTag: (input, call) =>
      change((text) => mergeTag(text, input.device, input.tag, input.patch), required(input, call), call),
    removeTag: (input, call) => change((text) => removeTag(text, input.device, input.tag), required(input, call), call),
    changeTags: (input, call) =>
      change((text) => changeTags(text, input.device, input.edits), required(input, call), call),
    checkTags: ({ device, edits }) => ({
      faults: editor
        .check(changeTags(editor.current.project.text, device, edits))
        .filter(({ file, severity }) => severity === 'error' || file === deviceFile(device))
        .map(faultView),
    }),
    nextAddresses: ({ device, tag, count }) => ({
      addresses: [...nextAddresses(plant.directory.device(device).device, tag, count)],
    }),
    shiftAddresses: ({ device, tags, by }) => ({
      addresses: [...shiftedAddresses(plant.directory.device(device).device, tags, by)],
    }),
    calculateCells: ({ formula, names, rows }) => calculateCells(formula, names, rows),
    checkDevice: ({ device }) => {
      const { text } = editor.current.project;
      const id = String(device['id']);
      const known = plant.directory.devices.some((entry) => entry.device.id === id);
      return { faults: editor.check(known ? replaceDevice(text, id, device) : addDevice(text, device)).map(faultView) };
    },
    ...revisionHandlers(parts),
    diff: async ({ from, to }) => diffView(await editor.diff(from, to)),
    draft: async () => {
      const { diff, faults } = await editor.diffOfDisk();
      return { diff: diffView(diff), faults: faults.map(faultView) };
    },
    apply: async (input, call) => appliedView(await editor.applyDisk(editOf(input, call))),
    restore: async (input, call) =>
      appliedView(await editor.restore(input.revision, editOf(input, call), input.device)),
    importDevices: (input, call) =>
      change((text) => readDevices('devices.yaml', input.yaml, text, drivers).files, input, call),
    exportDevices: ({ devices, identities }) => ({
      yaml: exportDevices(editor.current.project.text, { ids: devices, identities }),
    }),
    applied: (_call, signal) =>
      eventStream<AppliedView>(
        (listener) => plant.applied.on((applied) => listener(appliedView(applied))),
        signal,
        undefined,
        100,
      ),
  };
}

export type AppliedView = ReturnType<typeof appliedView>;

export function appliedView({ revision, diff }: Applied): { revision: number; diff: ReturnType<typeof diffView> } {
  return { revision: revision.number, diff: diffView(diff) };
}

/** The contract's arrays may be changed by who gets them; the editor's may not. */
export function diffView(diff: ProjectDiff) {
  return {
    devicesAdded: [...diff.devicesAdded],
    devicesRemoved: [...diff.devicesRemoved],
    devicesChanged: diff.devicesChanged.map((change) => ({
      ...change,
      fields: [...change.fields],
      tagsAdded: [...change.tagsAdded],
      tagsRemoved: [...change.tagsRemoved],
      tagsChanged: change.tagsChanged.map((tag) => ({ ...tag, fields: [...tag.fields] })),
    })),
    settings: [...diff.settings],
  };
}

export function editOf({ base, comment }: Asked, call: Call): Edit {
  const { identity, via, session } = call;
  const author = identity.kind === 'local' ? `${via} ${session}` : identity.name;
  return { author, comment, base: base ?? call.ifMatch, may: (permission) => mayDo(identity, permission) };
}

/** Over REST a change of something that exists says what it was made from, so that nobody overwrites another's work. */
export function required<T extends Asked>(asked: T, call: Call): T {
  if (call.via === 'rest' && asked.base === undefined && call.ifMatch === undefined) {
    throw new NexusError('NX_REVISION_REQUIRED');
  }
  return asked;
}
