import type { MqttClient } from 'mqtt';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { type EnginePort, type HostWork, Transfer } from '../../kernel/host-port.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { BrokerLink } from '../link/broker-link.ts';
import { connectOptions } from '../link/connect-options.ts';
import { decodePayload } from '../payload/decode-payload.ts';
import { MessageLedger } from './message-ledger.ts';
import type { WitnessCalls, WitnessData, WitnessReport } from './witness-messages.ts';

const LONGEST_PAUSE_MS = 2_000;
const READY_MS = 10_000;

/**
 * The body of a witness host: a subscriber of its own at the broker, which keeps count of what arrives there. It is no
 * part of what it looks at: while the publisher is cut off, its connection stands.
 */
export async function startWitnessHost(data: WitnessData, engine: EnginePort): Promise<HostWork> {
  const { connect } = await import('mqtt');
  const lifetime = new Lifetime('witness host');
  const link = lifetime.add(
    new BrokerLink({
      connect,
      longestPauseMs: LONGEST_PAUSE_MS,
      clock: systemClock,
      logger: engine.logger,
      meanwhile: 'The drill hears nothing there until it answers.',
      client: () => ({
        ...connectOptions(data, { sessionExpiryInterval: 0 }),
        clientId: data.clientId,
      }),
    }),
  );
  let ledger: MessageLedger | undefined;
  let topics: readonly string[] = [];
  let filters: readonly string[] = [];
  let losses = 0;
  let refused = '';
  const ready = Promise.withResolvers<void>();
  const listen = (client: MqttClient): void => {
    client.on('message', (topic, payload, { retain }) => {
      // What the broker kept is no delivery of now.
      if (retain || !ledger) return;
      const decoded = decodePayload(topic, payload);
      if (decoded) ledger.take(decoded.points);
      else ledger.countUndecoded(topic);
    });
    client.subscribe([...filters], { qos: 1 }, (error, granted) => {
      const denied = granted?.filter(({ qos }) => qos > 2).map(({ topic }) => topic) ?? [];
      if (error || denied.length > 0) refused = `The broker does not let the drill subscribe to ${filters.join(', ')}.`;
      ready.resolve();
    });
  };
  lifetime.add(link.up.on(({ client }) => listen(client)));
  lifetime.add(link.down.on(() => losses++));
  return {
    calls: {
      async begin(order: WitnessCalls['begin']): Promise<void> {
        ({ topics, filters } = order);
        link.start(data.url);
        const timer = systemClock.after(READY_MS, () => ready.resolve());
        await ready.promise;
        timer.dispose();
        const { state } = link;
        if (refused !== '') throw new NexusError('NX_MQTT_REFUSED', refused);
        if (state.kind === 'offline') throw new NexusError(state.reason.code, state.reason.text);
        if (state.kind !== 'connected') throw new NexusError('NX_MQTT_UNREACHABLE');
      },
      from({ fromUs }: WitnessCalls['from']): void {
        ledger = new MessageLedger({ topics }, fromUs);
      },
      until({ toUs }: WitnessCalls['until']): void {
        if (ledger) ledger.toUs = toUs;
      },
      report(): Transfer | undefined {
        if (!ledger) return undefined;
        const { state } = link;
        const problem = state.kind === 'offline' ? state.reason.text : refused;
        const report: WitnessReport = { link: state.kind, problem, losses, ...ledger.report() };
        return new Transfer(
          report,
          [report.count, report.sum, report.late].map(({ buffer }) => buffer as ArrayBuffer),
        );
      },
    },
    stop: () => lifetime.dispose(),
  };
}
