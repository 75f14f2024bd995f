import type { NexusHandlers } from '../../../src-shared/contract/contract.ts';
import type { ProbeStep } from '../../drivers/driver.ts';
import type { OfferedConnection } from '../../drivers/offered-connection.ts';
import { recogniseAddress } from '../../drivers/recognise-address.ts';
import { findDriver } from '../../drivers/registry.ts';
import type { Call } from '../../rpc/call.ts';
import { addressView } from '../devices/address-views.ts';
import { askDevice } from '../devices/ask-device.ts';
import { detectValue } from '../devices/detect-value.ts';
import { formSchemas } from '../devices/driver-views.ts';
import { sketchOfForm } from '../devices/form-connection.ts';
import { planOfForm } from '../devices/plan-of-form.ts';
import { scanDevice } from '../devices/scan-device.ts';
import { testDevice } from '../devices/test-device.ts';
import type { EngineParts } from '../engine-parts.ts';
import { previewExpression } from '../tags/preview-expression.ts';

/** What forms ask of the protocols, which the pages know only by their manifests. */
export function driverHandlers(parts: EngineParts): NexusHandlers<Call>['drivers'] {
  const { drivers } = parts;
  const scanning = new Set<string>();
  let schemas: ReturnType<typeof formSchemas> | undefined;
  return {
    list: () => (schemas ??= formSchemas(drivers)),
    recognise: ({ text }) => ({
      matches: recogniseAddress(text, drivers).map(({ id, title, connection }) => ({
        id: id ?? null,
        title,
        connection: { ...connection },
      })),
    }),
    addresses: ({ protocol, connection, tags }) => {
      const manifest = findDriver(protocol);
      const sketch = sketchOfForm(manifest, connection);
      return tags.map((form) => addressView(form, manifest, sketch));
    },
    plan: ({ device: form }) => {
      const saved = parts.plant.directory.devices.find(({ device }) => device.id === form['id']);
      return planOfForm(form, saved ? parts.plant.devices.health(saved).latencyP50Ms : null);
    },
    offers: async ({ protocol, connection }, call) => {
      const offered = (await askDevice(
        parts,
        protocol,
        connection,
        { method: 'offers' },
        call.signal,
      )) as OfferedConnection[];
      return offered.map((one) => ({ ...one, cells: [...one.cells] }));
    },
    suggestions: async ({ protocol }) => {
      const suggested = (await findDriver(protocol).suggest?.()) ?? {};
      return Object.fromEntries(Object.entries(suggested).map(([key, values]) => [key, [...values]]));
    },
    detect: (input, call) => detectValue(parts, input, call.signal),
    preview: (_call, signal, input) => previewExpression(parts, input, signal),
    test: async function* (_call, signal, { device }) {
      for await (const step of testDevice(parts, device, signal)) yield stepView(step);
    },
    scan: (_call, signal, input) => scanDevice(parts, scanning, input, signal),
  };
}

const stepView = ({ sample, identity, offer, ...step }: ProbeStep) => ({
  ...step,
  sample: [...sample],
  ...(identity && { identity: { ...identity } }),
  ...(offer && { offer: { text: offer.text, connection: { ...offer.connection } } }),
});
