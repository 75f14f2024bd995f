/** Files of projects that are just large enough for what a test is about, by their paths. */
export const NAME = 'project: { name: Plant }\n';
export const device = (id: string, rest: string, connection = `host: 10.0.0.${id.charCodeAt(0)}`): string =>
  `id: ${id}\nprotocol: modbus-tcp\nuns_prefix: acme/plant/${id}\nconnection: { ${connection} }\n${rest}`;
export const tag = (fields: string): string => `tags:\n  - { id: t, address: HR1, ${fields} }\n`;
export const tags = (...items: readonly string[]): string =>
  `tags:\n${items.map((item) => `  - { ${item} }\n`).join('')}`;

export const config = (text: string): Record<string, string> => ({ 'nexus.yaml': `${NAME}${text}` });
export const one = (rest: string, connection?: string): Record<string, string> => ({
  'devices/d.yaml': device('d', rest, connection),
});
export const kpi = (...items: readonly string[]): Record<string, string> => ({
  'devices/k.yaml': `id: k\nprotocol: calculated\nuns_prefix: acme/k\n${tags(...items)}`,
});
export const two = (a: string, b: string): Record<string, string> => ({ 'devices/a.yaml': a, 'devices/b.yaml': b });
