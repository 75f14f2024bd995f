import { connect } from 'mqtt';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { loggerTo } from '../../kernel/logger.ts';
import { BrokerLink } from '../link/broker-link.ts';
import { until } from '../publishing/log-and-publisher.ts';
import { ScriptedBroker } from '../publishing/scripted-broker.ts';
import { PrefixTest } from './prefix-test.ts';

const lifetime = new Lifetime('prefix test');
afterEach(() => lifetime.dispose());

it('a broker that goes while it is asked to subscribe is sent nothing more', async () => {
  const broker = lifetime.add(await new ScriptedBroker().listen());
  broker.grant = () => {
    broker.cut();
    return 1;
  };
  const options = { longestPauseMs: 20, clock: systemClock, logger: loggerTo(() => {}) };
  const link = lifetime.add(new BrokerLink({ connect, client: () => ({ clientId: 'gateway' }), ...options }));
  const test = lifetime.add(new PrefixTest(systemClock, 'gateway', () => {}));
  lifetime.add(link.up.on((connection) => test.begin(connection, ['acme'])));
  lifetime.add(link.down.on(() => test.dispose()));
  const failures: unknown[] = [];
  const note = (error: unknown): void => void failures.push(error);
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  lifetime.defer(() => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  });
  link.start(broker.url);
  await until(() => broker.connections >= 20);
  expect(failures).toEqual([]);
  expect(broker.published).toEqual([]);
});
