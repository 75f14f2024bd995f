import { plantLayout } from './plant-layout.ts';

export interface PlantProject {
  readonly ports: readonly number[];
  readonly tagsPerDevice: number;
  readonly intervalMs: number;
  /** Lines of nexus.yaml besides the name. */
  readonly settings?: string;
}

/** Topic prefix of the plant's devices. */
export const PLANT_PREFIX = 'acme/plant1/area1';

/** The files of a project that polls every device of a plant, for `givenProjectFolder`. */
export function plantProject({
  ports,
  tagsPerDevice,
  intervalMs,
  settings = '',
}: PlantProject): Record<string, string> {
  const tags = plantLayout(tagsPerDevice)
    .tags.map(({ address }, i) => `  - { id: t${i}, address: "${address}" }`)
    .join('\n');
  const device = (port: number, n: number): string => `id: d${n}
protocol: modbus-tcp
uns_prefix: ${PLANT_PREFIX}/d${n}
poll_interval: ${intervalMs}ms
connection: { host: 127.0.0.1, port: ${port} }
tags:
${tags}
`;
  return {
    'nexus.yaml': `project: { name: Benchmark }\naccess: { login: off }\nlog: { level: error }\n${settings}`,
    ...Object.fromEntries(ports.map((port, n) => [`devices/d${n}.yaml`, device(port, n)])),
  };
}
