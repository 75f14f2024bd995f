import { plantProject } from '../modbus/plant-project.ts';
import { s7Address, s7Layout } from '../s7/s7-layout.ts';
import { PDU } from '../s7/s7-plant.ts';
import { type MixedPlant, TAGS } from './mixed-plant.ts';

const PREFIX = 'acme/plant1/area1';

/** The files of a project that reads every device of the plant at 1 s, for `givenProjectFolder`. */
export function mixedProject({ ports }: Pick<MixedPlant, 'ports'>): Record<string, string> {
  const s7Tags = s7Layout(TAGS.s7).cells.map(s7Address);
  const opcuaTags = Array.from({ length: TAGS.opcua }, (_, i) => `nsu=http://nexus.example/plant;s=counter.${i}`);
  const s7 = (port: number) => `{ host: 127.0.0.1, port: ${port}, pdu_size: ${PDU} }`;
  const opcua = (port: number) => `{ endpoint: "opc.tcp://127.0.0.1:${port}" }`;
  return {
    ...plantProject({ ports: ports.modbus, tagsPerDevice: TAGS.modbus, intervalMs: 1_000 }),
    ...files('s', 's7', ports.s7.map(s7), s7Tags),
    ...files('u', 'opcua', ports.opcua.map(opcua), opcuaTags),
  };
}

function files(
  letter: string,
  protocol: string,
  connections: readonly string[],
  addresses: readonly string[],
): Record<string, string> {
  const tags = addresses.map((address, i) => `  - { id: t${i}, address: "${address}" }`).join('\n');
  return Object.fromEntries(
    connections.map((connection, n) => [
      `devices/${letter}${n}.yaml`,
      `id: ${letter}${n}
protocol: ${protocol}
uns_prefix: ${PREFIX}/${letter}${n}
poll_interval: 1s
connection: ${connection}
tags:
${tags}
`,
    ]),
  );
}
