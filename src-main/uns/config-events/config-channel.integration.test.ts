import { connect } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { loggerTo } from '../../kernel/logger.ts';
import { TEST_MQTT, until } from '../publishing/log-and-publisher.ts';
import { ScriptedBroker } from '../publishing/scripted-broker.ts';
import { ConfigChannel } from './config-channel.ts';

let lifetime: Lifetime;
beforeEach(() => {
  lifetime = new Lifetime('config channel test');
});
afterEach(() => lifetime.dispose());

/** A channel that hears the changes of others. @returns its broker and what it warned of. */
async function givenChannel(): Promise<{ broker: ScriptedBroker; warnings: (readonly [string, unknown])[] }> {
  const broker = lifetime.add(await new ScriptedBroker().listen());
  const warnings: (readonly [string, unknown])[] = [];
  const logger = loggerTo((level, text, { code }) => {
    if (level === 'warn' && code === 'NX_MQTT_REFUSED') warnings.push([text, code]);
  });
  const config = {
    ...{ ...TEST_MQTT, url: broker.url, version: '3.1.1' as const, retry: '20ms' },
    config_events: { publish: false, apply: 'all' as const, actor: 'peer' },
  };
  const data = { config, logFolder: '', cursorFile: '', clientId: 'gateway', node: 'edge-1', version: '1' };
  const heard = (): void => {};
  lifetime.add(new ConfigChannel({ data, connect, clock: systemClock, logger, heard })).start(broker.url);
  return { broker, warnings };
}

it('a subscription that the broker refuses is told', async () => {
  const { broker, warnings } = await givenChannel();
  broker.grant = () => 0x80;
  await until(() => warnings.length > 0);
  expect(warnings[0]).toEqual(['the MQTT broker refuses the subscription to configuration events', 'NX_MQTT_REFUSED']);
});

it('a connection that ends while it subscribes is no refusal', async () => {
  const { broker, warnings } = await givenChannel();
  broker.grant = () => {
    broker.cut();
    return 1;
  };
  await until(() => broker.connections >= 20);
  expect(warnings).toEqual([]);
});
