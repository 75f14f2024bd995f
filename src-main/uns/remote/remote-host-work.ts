import { assertNever } from '../../../src-shared/util/assert-never.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { EnginePort, HostWork } from '../../kernel/host-port.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { BrokerState, LinkReason } from '../publishing/publisher-messages.ts';
import type { RemoteHostData, ToRemoteHost } from './remote-messages.ts';
import { RemoteSource } from './remote-source.ts';

const COUNTS_EVERY_MS = 250;
const BROKER_STARTS: LinkReason = { code: 'NX_MQTT_UNREACHABLE', text: 'The embedded broker is being started again.' };

/** Takes in points of other gateways, once the engine has said which ones are ours. */
export async function startRemoteHost(data: RemoteHostData, engine: EnginePort): Promise<HostWork> {
  const { connect } = await import('mqtt');
  const lifetime = new Lifetime('remote host');
  const { logger } = engine;
  const source = lifetime.add(
    new RemoteSource({
      data,
      connect,
      clock: systemClock,
      logger,
      tell: (message, transfer) => engine.tell(message, transfer),
    }),
  );
  let told = '';
  const tellCounts = (): void => {
    const { counts } = source;
    const text = JSON.stringify(counts);
    if (text === told) return;
    told = text;
    engine.tell({ type: 'counts', counts });
  };
  lifetime.add(systemClock.every(COUNTS_EVERY_MS, tellCounts));
  const brokerIs = (state: BrokerState): void => {
    if (state.kind === 'listening') source.start(`mqtt://127.0.0.1:${state.port}`);
    else source.hold(state.kind === 'failed' ? state.reason : BROKER_STARTS);
  };
  let isOwnTold = false;
  let broker: BrokerState | undefined;
  const onTell = (message: ToRemoteHost): void => {
    switch (message.type) {
      case 'known':
        return source.tellKnown(message.topics);
      case 'own':
        source.tellOwn(message.topics, message.log);
        if (isOwnTold) return undefined;
        isOwnTold = true;
        if (data.config.url !== undefined) source.start(data.config.url);
        else if (broker) brokerIs(broker);
        return undefined;
      case 'broker':
        broker = message.state;
        return isOwnTold && data.config.url === undefined ? brokerIs(broker) : undefined;
      case 'settled':
        return source.settled(message.turn, message.isAccepted);
      default:
        return assertNever(message);
    }
  };
  const stop = async (): Promise<void> => {
    await lifetime.dispose();
    tellCounts();
  };
  return { onTell, stop };
}
