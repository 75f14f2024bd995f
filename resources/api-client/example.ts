import { NexusEdge } from './nexus-edge.ts';

/*
 * node example.ts http://127.0.0.1:8080 [KEY]
 * Lists devices, reads values, then prints what one tag does for three seconds.
 */
const [, , address = 'http://127.0.0.1:8080', key] = process.argv;
const gateway = new NexusEdge(address, key);

interface Device {
  readonly id: string;
  readonly tags: number;
}
interface Value {
  readonly tag_id: string;
  readonly value: number | string | null;
  readonly unit: string;
}

for await (const { id, tags } of gateway.rows<Device>('/devices', 2)) console.log(`${id}: ${tags} tags`);
for (const { tag_id, value, unit } of await gateway.call<Value[]>('GET', '/devices/boiler-1/values?limit=3'))
  console.log(`${tag_id} = ${value} ${unit}`);

const stop = await gateway.watch([{ device: 'boiler-1', tag: 'steam_pressure' }], ({ tag, time, value, status }) => {
  console.log(`${time.toISOString()} ${tag} ${value} ${status >>> 30 === 0 ? 'good' : 'not good'}`);
});
setTimeout(stop, 3_000);
