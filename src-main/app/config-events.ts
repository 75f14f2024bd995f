import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Logger } from '../kernel/logger.ts';
import type { MqttConfig } from '../project/config/mqtt-config.ts';
import { deviceFile } from '../project/project-layout.ts';
import type { ProjectText } from '../project/project-text.ts';
import { addDevice, type Changes, deviceForm, removeDevice, replaceDevice } from '../project/revisions/edit-device.ts';
import type { Applied, ProjectEditor } from '../project/revisions/project-editor.ts';
import type { ConfigEvent } from '../uns/config-events/config-event.ts';
import type { PublisherClient } from '../uns/publishing/publisher-client.ts';
import type { Plant } from './plant.ts';

export interface ConfigEventParts {
  readonly publisher: PublisherClient;
  readonly editor: ProjectEditor;
  readonly plant: Pick<Plant, 'applied'>;
  readonly settings: MqttConfig['config_events'];
  readonly logger: Logger;
}

/** Events that wait for those before them; more are dropped and said. */
const MOST_WAITING = 1_000;
/** How the authors of revisions that came in begin. */
const AUTHOR = 'mqtt ';

/** Tells changes of devices over MQTT and takes those of others, as `mqtt.config_events` says. */
export function joinConfigEvents({ publisher, editor, plant, settings, logger }: ConfigEventParts): Disposable {
  const lifetime = new Lifetime('config events');
  if (settings.publish) {
    lifetime.add(
      plant.applied.on((applied) => {
        // What came in this way is known out there already: gateways would tell it each other for ever.
        if (applied.revision.author.startsWith(AUTHOR)) return;
        for (const event of eventsOf(applied)) publisher.tellConfig(event);
      }),
    );
  }
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  const apply = async (event: ConfigEvent): Promise<void> => {
    const { deviceId, node, action } = event;
    const fields = { device: deviceId, from: node };
    try {
      const change = (text: ProjectText): Changes => changesOf(event, text, settings.apply);
      if (change(editor.current.project.text).size === 0) return;
      const comment = `Device ${deviceId} ${action}, told over MQTT`;
      const { revision } = await editor.change(change, { author: `${AUTHOR}${node ?? settings.actor}`, comment });
      logger.info(`a configuration event was applied: ${deviceId} ${action}`, { ...fields, revision: revision.number });
    } catch (cause) {
      const { code, text } = toNexusError(cause);
      logger.warn(`a configuration event was not applied: ${deviceId} ${action}. ${text}`, { ...fields, code });
    } finally {
      waiting--;
    }
  };
  if (settings.apply !== 'off') {
    lifetime.add(
      publisher.configEvents.on((event) => {
        if (waiting >= MOST_WAITING) {
          const text = `a configuration event was dropped: ${MOST_WAITING} wait already`;
          logger.warn(text, { device: event.deviceId });
          return;
        }
        waiting++;
        last = last.then(() => apply(event));
      }),
    );
  }
  return lifetime;
}

/** What changed, device by device; a rename is the end of one and the beginning of another. */
function eventsOf({ diff, project }: Applied): ConfigEvent[] {
  const told = (action: 'created' | 'updated', deviceId: string): ConfigEvent => ({
    action,
    deviceId,
    device: deviceForm(project.text, deviceId),
  });
  return [
    ...diff.devicesRemoved.map((deviceId): ConfigEvent => ({ action: 'deleted', deviceId })),
    ...diff.devicesAdded.map((deviceId) => told('created', deviceId)),
    ...diff.devicesChanged.flatMap(({ id, formerId }): ConfigEvent[] =>
      formerId === null ? [told('updated', id)] : [{ action: 'deleted', deviceId: formerId }, told('created', id)],
    ),
  ];
}

/** The files that an event changes; none where it says what is so already, or what is not ours to take. */
function changesOf(
  { action, deviceId, device }: ConfigEvent,
  text: ProjectText,
  scope: 'known' | 'all' | 'off',
): Changes {
  const file = deviceFile(deviceId);
  if (action === 'deleted' || !device) return text.has(file) ? removeDevice(text, deviceId) : new Map();
  if (!text.has(file)) return scope === 'all' ? addDevice(text, device) : new Map();
  const changes = replaceDevice(text, deviceId, device);
  return changes.get(file) === text.get(file) ? new Map() : changes;
}
