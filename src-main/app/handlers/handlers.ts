import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { eventStream } from '../../kernel/event-stream.ts';
import { addDemoWatches } from '../../project/documents/watch-tables.ts';
import type { Call } from '../../rpc/call.ts';
import type { EngineParts } from '../engine-parts.ts';
import { remoteDeviceViews, remoteTagNames, remoteTagView } from '../remote/remote-views.ts';
import { startDemo } from '../start-demo.ts';
import { identityView } from '../tags/identity-view.ts';
import { everyTag } from '../tags/tag-directory.ts';
import { tagNames } from '../tags/tag-names.ts';
import { remoteValueRow, valueRow } from '../tags/value-rows.ts';
import { catalogueHandlers } from './catalogue-handlers.ts';
import { certificateHandlers } from './certificate-handlers.ts';
import { checkHandlers } from './check-handlers.ts';
import { configHandlers } from './config-handlers.ts';
import { driverHandlers } from './driver-handlers.ts';
import { exportHandlers } from './export-handlers.ts';
import { historyHandlers } from './history-handlers.ts';
import { importHandlers } from './import-handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { logHandlers } from './log-handlers.ts';
import { namespaceHandlers } from './namespace-handlers.ts';
import { queryHandlers } from './query-handlers.ts';
import { replayHandlers } from './replay-handlers.ts';
import { ruleHandlers } from './rule-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { sinkHandlers } from './sink-handlers.ts';
import { tagFileHandlers } from './tag-file-handlers.ts';
import { trafficHandlers } from './traffic-handlers.ts';
import { trendHandlers } from './trend-handlers.ts';
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
    devices: {
      list: () => directory.devices.map((entry) => devices.view(entry)),
      get: ({ device }) => devices.view(directory.device(device)),
      tags: ({ device }) => {
        const remote = directory.has(device) ? [] : parts.remote.tags.ofDevice(device);
        if (remote.length > 0) return remote.map(remoteTagView);
        return everyTag(directory.device(device)).map((entry) => directory.view(entry));
      },
      tag: ({ device, tag }) => {
        const remote = directory.has(device) ? undefined : parts.remote.tags.findIn(device, tag);
        return remote ? remoteTagView(remote) : directory.view(directory.tag(device, tag));
      },
      remote: () => remoteDeviceViews(parts.remote.tags, last),
      readPlan: ({ device }) => plant.readPlan(device),
      names: () => [...directory.devices.map(tagNames), ...remoteTagNames(parts.remote.tags)],
      health: (_call, signal) =>
        // The stream keeps only the newest event for a slow reader, so each event carries every device.
        eventStream((listener) => devices.changed.on(() => listener([...devices.all])), signal, [...devices.all]),
      changed: (_call, signal) => eventStream((listener) => plant.revised.on(listener), signal),
    },
    values: {
      ofDevice: ({ device }) => {
        const remote = parts.remote.tags.ofDevice(device);
        if (remote.length > 0) return remote.map((tag) => remoteValueRow(tag, last));
        return everyTag(directory.device(device)).map((entry) => valueRow(entry, last));
      },
      byTopic: ({ topic }) => [
        ...directory.matching(topic ?? '#').map((entry) => valueRow(entry, last)),
        ...parts.remote.tags
          .matching(topic ?? '#')
          .filter((tag) => !directory.findTopic(tag.topic))
          .map((tag) => remoteValueRow(tag, last)),
      ],
      watch: ({ tags }, call) => {
        if (!call.dataPlane)
          throw new NexusError(
            'NX_REQUEST_INVALID',
            'Live frames need a socket. Connect to /rpc, or read /api/v1/values.',
          );
        return { watching: call.dataPlane.watcher.watch(tags.filter((tag) => tag < directory.tagCount)) };
      },
    },
    catalogue: catalogueHandlers(parts),
    history: historyHandlers(parts),
    exports: exportHandlers(parts),
    imports: importHandlers(parts),
    archive: { start: (_input, call) => parts.archive.start(identityView(call).name) },
    replay: replayHandlers(parts),
    jobs: jobHandlers(parts),
    queries: queryHandlers(parts),
    trends: trendHandlers(parts),
    writes: writeHandlers(parts),
    watches: watchHandlers(parts),
    checks: checkHandlers(parts),
    config: configHandlers(parts),
    tagFiles: tagFileHandlers(parts),
    drivers: driverHandlers(parts),
    certificates: certificateHandlers(parts),
    traffic: trafficHandlers(parts),
    namespace: namespaceHandlers(parts),
    sinks: sinkHandlers(parts),
    log: logHandlers(parts),
    settings: settingsHandlers(parts),
    rules: ruleHandlers(parts),
    demo: {
      start: async (_input, call) => {
        const edit = { author: `${call.via} ${call.session}`, comment: 'Demo plant' };
        const added = await startDemo(parts.editor, parts.demoDevices, parts.drivers, edit);
        await addDemoWatches(parts.demoDevices, parts.watchTables);
        return { devices: [...added] };
      },
      setFault: async ({ device, fault }) => {
        directory.device(device);
        await plant.setFault(device, fault);
        return { device, fault };
      },
    },
  };
}
