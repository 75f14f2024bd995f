import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import { addDemoWatches } from '../../project/documents/watch-tables.ts';
import type { Call } from '../../rpc/call.ts';
import { usesOfDevices } from '../devices/device-uses.ts';
import type { EngineParts } from '../engine-parts.ts';
import { remoteDeviceViews, remoteTagNames, remoteTagView } from '../remote/remote-views.ts';
import { identityView } from '../tags/identity-view.ts';
import { everyTag } from '../tags/tag-directory.ts';
import { tagNames } from '../tags/tag-names.ts';
import { removeDemo, startDemo } from '../twins/demo-plant.ts';
import { fillPast } from '../twins/fill-past.ts';
import { accessHandlers } from './access-handlers.ts';
import { auditHandlers } from './audit-handlers.ts';
import { browseHandlers } from './browse-handlers.ts';
import { catalogueHandlers } from './catalogue-handlers.ts';
import { certificateHandlers } from './certificate-handlers.ts';
import { checkHandlers } from './check-handlers.ts';
import { configHandlers } from './config-handlers.ts';
import { deployHandlers } from './deploy-handlers.ts';
import { diagnosticsHandlers } from './diagnostics-handlers.ts';
import { discoveryHandlers } from './discovery-handlers.ts';
import { drillHandlers } from './drill-handlers.ts';
import { driverHandlers } from './driver-handlers.ts';
import { exportHandlers } from './export-handlers.ts';
import { fleetHandlers } from './fleet-handlers.ts';
import { historyHandlers } from './history-handlers.ts';
import { importHandlers } from './import-handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { layoutHandlers } from './layout-handlers.ts';
import { logHandlers } from './log-handlers.ts';
import { memoryHandlers } from './memory-handlers.ts';
import { namespaceHandlers } from './namespace-handlers.ts';
import { placeHandlers } from './place-handlers.ts';
import { queryHandlers } from './query-handlers.ts';
import { replayHandlers } from './replay-handlers.ts';
import { ruleHandlers } from './rule-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { sinkHandlers } from './sink-handlers.ts';
import { tagFileHandlers } from './tag-file-handlers.ts';
import { templateHandlers } from './template-handlers.ts';
import { trafficHandlers } from './traffic-handlers.ts';
import { trendHandlers } from './trend-handlers.ts';
import { valueHandlers } from './value-handlers.ts';
import { watchHandlers } from './watch-handlers.ts';
import { writeHandlers } from './write-handlers.ts';

/** The contract, answered. A call that is missing here does not compile. */
export function engineHandlers(parts: EngineParts): NexusHandlers<Call> {
  const { plant, last } = parts;
  const { directory, devices } = plant;
  return {
    system: {
      info: (_input, call) => ({ ...parts.info(), you: identityView(call) }),
      status: (_call, signal) => eventStream((listener) => parts.status.on(listener), signal),
    },
    access: accessHandlers(parts),
    devices: {
      list: () => directory.devices.map((entry) => devices.view(entry)),
      get: ({ device }) => devices.view(directory.device(device)),
      tags: ({ device, offset, limit = Number.POSITIVE_INFINITY }) => {
        const remote = directory.has(device) ? [] : parts.remote.tags.ofDevice(device);
        if (remote.length > 0) return remote.slice(offset, offset + limit).map(remoteTagView);
        const page = everyTag(directory.device(device)).slice(offset, offset + limit);
        return page.map((entry) => directory.view(entry));
      },
      tag: ({ device, tag }) => {
        const remote = directory.has(device) ? undefined : parts.remote.tags.findIn(device, tag);
        return remote ? remoteTagView(remote) : directory.view(directory.tag(device, tag));
      },
      remote: () => remoteDeviceViews(parts.remote.tags, last),
      uses: ({ devices: ids }) => usesOfDevices(parts, ids),
      readPlan: ({ device }) => plant.readPlan(device),
      names: () => [...directory.devices.map(tagNames), ...remoteTagNames(parts.remote.tags)],
      health: (_call, signal) =>
        // The stream keeps only the newest event for a slow reader, so each event carries every device.
        eventStream((listener) => devices.changed.on(() => listener([...devices.all])), signal, [...devices.all]),
      changed: (_call, signal) => eventStream((listener) => plant.revised.on(listener), signal),
    },
    values: valueHandlers(parts),
    catalogue: catalogueHandlers(parts),
    history: historyHandlers(parts),
    exports: exportHandlers(parts),
    imports: importHandlers(parts),
    archive: { start: (_input, call) => parts.archive.start(identityView(call).name) },
    replay: replayHandlers(parts),
    jobs: jobHandlers(parts),
    queries: queryHandlers(parts),
    trends: trendHandlers(parts),
    templates: templateHandlers(parts),
    layouts: layoutHandlers(parts),
    writes: writeHandlers(parts),
    watches: watchHandlers(parts),
    checks: checkHandlers(parts),
    config: configHandlers(parts),
    deploy: deployHandlers(parts),
    tagFiles: tagFileHandlers(parts),
    drivers: driverHandlers(parts),
    memory: memoryHandlers(parts),
    places: placeHandlers(parts),
    browse: browseHandlers(parts),
    audit: auditHandlers(parts),
    certificates: certificateHandlers(parts),
    traffic: trafficHandlers(parts),
    diagnostics: diagnosticsHandlers(parts),
    discovery: discoveryHandlers(parts),
    drill: drillHandlers(parts),
    namespace: namespaceHandlers(parts),
    sinks: sinkHandlers(parts),
    log: logHandlers(parts),
    settings: settingsHandlers(parts),
    rules: ruleHandlers(parts),
    fleet: fleetHandlers(parts),
    demo: {
      start: async (_input, call) => {
        const edit = { author: `${call.via} ${call.session}`, comment: 'Demo plant' };
        const added = await startDemo(parts.editor, parts.demoDevices, parts.drivers, edit);
        await addDemoWatches(parts.demoDevices, parts.watchTables);
        return { devices: [...added], past: await fillPast(parts, identityView(call).name) };
      },
      remove: async (_input, call) => {
        const edit = { author: `${call.via} ${call.session}`, comment: 'Demo plant removed' };
        return { revision: await removeDemo(parts.editor, parts.demoDevices, edit) };
      },
      setFault: async ({ device, fault }) => {
        directory.device(device);
        await plant.setFault(device, fault);
        return { device, fault };
      },
    },
  };
}
