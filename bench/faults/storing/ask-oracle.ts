import { join } from 'node:path';
import { CommandProcess } from '../../../src-main/testing/command-process.ts';
import { type JudgedTag, judgeSamples, type SampleVerdict } from '../../../src-main/testing/oracle/judge-samples.ts';
import { descriptorsOf, filesWith, uncaughtIn } from '../../../src-main/testing/oracle/process-faults.ts';
import { SampleTrack } from '../../../src-main/testing/oracle/sample-track.ts';
import { rowsInDatabase, storedSamples } from '../../../src-main/testing/oracle/stored-samples.ts';
import type { MetricBalance } from '../../../src-main/testing/service-process.ts';
import { settledBalance } from '../../service-figures.ts';
import { CANARY, type StoringRig } from './storing-rig.ts';

export interface OracleAnswer extends SampleVerdict {
  readonly balance: MetricBalance;
  /** What does not add up between counters and what the sinks have. */
  readonly countFaults: readonly string[];
  /** Secrets told, exceptions uncaught, an audit trail that does not verify. */
  readonly processFaults: readonly string[];
}

/** Questions of history at once. */
const ASKED_AT_ONCE = 4;

/** Every check of the reliability reference 2.5 that this rig allows, after `drain`. Stops the service. */
export async function askOracle(rig: StoringRig): Promise<OracleAnswer> {
  const balance = await settledBalance(rig.service);
  const verdict = judgeSamples(await judgedTags(rig));
  const countFaults: string[] = [];
  const equal = (what: string, is: number): void => {
    if (is !== balance.accepted) countFaults.push(`${balance.accepted} points were accepted, and ${is} are ${what}`);
  };
  equal('in the history', verdict.stored);
  if (rig.judge) equal('at the subscriber', verdict.received);
  for (const [name, { dropped, quarantined, excluded }] of Object.entries(balance.sinks))
    if (dropped + quarantined + excluded > 0)
      countFaults.push(`${dropped + quarantined + excluded} did not go to ${name}`);
  if (balance.rejected > 0) countFaults.push(`${balance.rejected} points were rejected`);
  return { ...verdict, balance, countFaults, processFaults: await processFaultsOf(rig) };
}

async function judgedTags({ plant, judge, postgres, database, service }: StoringRig): Promise<JudgedTag[]> {
  const received = (topic: string, tag: number) =>
    judge && { received: judge.tracks.get(topic) ?? new SampleTrack(tag) };
  const rows = postgres && (await rowsInDatabase(postgres, database));
  const judged: JudgedTag[] = [];
  const queue = [...plant.tags];
  const take = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { topic, tag, servedUs } = next;
      // Nothing is killed where the history is a database: then there is no gap either.
      const stored = rows
        ? { stored: rows.get(topic) ?? new SampleTrack(tag), gaps: [] }
        : await storedSamples(service, topic, tag);
      judged.push({ topic, servedUs, ...stored, ...received(topic, tag) });
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, take));
  return judged;
}

async function processFaultsOf(rig: StoringRig): Promise<string[]> {
  const { service, folder, judge } = rig;
  const faults = await toldByApi(rig);
  // Its devices are gone by now, each with a socket; a connection of the pool may have been added.
  const open = descriptorsOf(service.pid!);
  if (open > rig.descriptors) faults.push(`${open} files and sockets are open, ${rig.descriptors} were before`);
  const code = await service.stop();
  if (code !== 0) faults.push(`asked to stop, the service ended with ${code}`);
  faults.push(...uncaughtIn(service.output).map((line) => `printed: ${line}`));
  if (service.output.includes(CANARY)) faults.push('the service printed a secret');
  faults.push(...filesWith(CANARY, join(folder, '.nexus')).map((path) => `a secret stands in ${path}`));
  faults.push(...(judge?.leaks ?? []).map((topic) => `a secret was published to ${topic}`));
  const verify = new CommandProcess(['audit', 'verify', '--project', folder]);
  const end = await verify.ended;
  if (end.code !== 0) faults.push(`audit verify ended with ${end.code}: ${verify.output}`);
  return faults;
}

/** Every answer that can be had without a question is looked through for the secret. */
async function toldByApi({ service }: StoringRig): Promise<string[]> {
  const { paths } = await service.get<{ paths: Record<string, { get?: unknown }> }>('/api/v1/openapi.json');
  const told: string[] = [];
  const plain = Object.entries(paths).filter(([path, { get }]) => get !== undefined && !path.includes('{'));
  for (const [path] of plain) {
    const url = `http://127.0.0.1:${service.port}${path.startsWith('/api') ? path : `/api/v1${path}`}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.text(),
      () => '',
    );
    if (answer.includes(CANARY)) told.push(`GET ${path} tells a secret`);
  }
  if (plain.length < 5) told.push(`only ${plain.length} answers of the API were looked through`);
  return told;
}
