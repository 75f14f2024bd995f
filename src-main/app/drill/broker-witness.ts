import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { BusLedger } from '../../diagnostics/drill/bus-ledger.ts';
import { compareWay } from '../../diagnostics/drill/compare-way.ts';
import type { SeenAtBroker } from '../../diagnostics/drill/way-findings.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { WitnessClient } from '../../uns/witness/witness-client.ts';
import type { WitnessData, WitnessReport } from '../../uns/witness/witness-messages.ts';
import { publisherData, publisherRow } from '../publishing/publisher-setup.ts';
import type { PublishingSink } from '../publishing/publishing.ts';
import { brokerSink } from '../sinks/sink-files.ts';
import type { TagEntry } from '../tags/tag-directory.ts';
import type { DrillParts } from './drill-parts.ts';

/** So many branches are subscribed one by one; of more the first levels are. */
const MOST_BRANCHES = 100;
const SPARKPLUG =
  'The payload is Sparkplug B, which a second subscriber cannot read without asking for births: the balance of acknowledgements counts.';

/** A subscriber of our own at one broker, for the time of a drill. Where there can be none, it says why. */
export class BrokerWitness implements Disposable {
  readonly #parts: DrillParts;
  readonly #sink: PublishingSink;
  readonly #tags: readonly TagEntry[];
  #client: WitnessClient | undefined;
  #dispose: () => Promise<void> = () => Promise.resolve();
  #problem = '';
  #window = 0;
  #isLiveFirst = false;

  constructor(parts: DrillParts, sink: PublishingSink, tags: readonly TagEntry[]) {
    this.#parts = parts;
    this.#sink = sink;
    this.#tags = tags;
  }

  /** Never rejects: without a witness the balance still tells what was acknowledged. */
  async begin(random: string): Promise<void> {
    const { folder, editor, version, hosts } = this.#parts;
    const { config } = editor.current.project;
    const other = config.mqtt.brokers.find(({ id }) => brokerSink(id) === this.#sink.name);
    const data = await publisherData(folder, config, version, other);
    this.#window = data.config.window;
    this.#isLiveFirst = data.config.replay === 'live_first';
    if (data.config.payload === 'sparkplug') {
      this.#problem = SPARKPLUG;
      return;
    }
    const { password, tls, clientId } = data;
    const about: WitnessData = {
      config: data.config,
      clientId: `${clientId}-drill-${random}`,
      url: data.config.url ?? this.#sink.broker,
      ...(password !== undefined && { password }),
      ...(tls && { tls }),
    };
    const host = hosts.make('witness', about);
    const client = new WitnessClient(host);
    this.#dispose = async () => {
      await client.dispose();
      hosts.forget(host);
    };
    try {
      await client.begin({ topics: this.#tags.map(({ topic }) => topic), filters: filtersOf(this.#tags) });
      this.#client = client;
    } catch (error) {
      this.#problem = toNexusError(error).text;
    }
  }

  async from(fromUs: number): Promise<void> {
    await this.#client?.from(fromUs).catch((error: unknown) => this.#fail(error));
  }

  async until(toUs: number): Promise<void> {
    await this.#client?.until(toUs).catch((error: unknown) => this.#fail(error));
  }

  /** What it saw by now, beside what was read. */
  async look(ledger: BusLedger): Promise<SeenAtBroker> {
    const report = await this.#client?.report().catch((error: unknown) => this.#fail(error));
    const tags = this.#tags.map((tag, key) => ({ tag, key })).filter(({ tag }) => !ledger.ahead.has(tag.number));
    const rows = report ? tags : [];
    const check = compareWay(
      rows.map(({ tag, key }) => ({
        sent: ledger.published.of(tag.number),
        got: { count: report!.count[key]!, sum: report!.sum[key]!, late: report!.late[key]!, twice: 0 },
      })),
    );
    return {
      check,
      repeatedMessages: report?.repeatedMessages ?? 0,
      repeatedPoints: report?.repeatedPoints ?? 0,
      undecoded: report?.undecoded ?? 0,
      window: this.#window,
      isLiveFirst: this.#isLiveFirst,
      problem: this.#problem || (report ? problemOf(report) : ''),
      faulty: check.faulty === undefined ? '' : rows[check.faulty]!.tag.topic,
    };
  }

  dispose(): Promise<void> {
    return this.#dispose();
  }

  #fail(error: unknown): undefined {
    this.#problem = toNexusError(error).text;
  }
}

function problemOf({ losses, problem }: WitnessReport): string {
  if (losses === 0) return '';
  return `The subscriber of the drill lost its own connection ${losses} times, so it did not hear everything. ${problem}`.trim();
}

function filtersOf(tags: readonly TagEntry[]): readonly string[] {
  const branches = new Set(tags.map((tag) => publisherRow(tag).deviceTopic));
  const first = new Set([...branches].map((branch) => branch.split('/', 1)[0]!));
  return [...(branches.size > MOST_BRANCHES ? first : branches)].map((branch) => `${branch}/#`);
}
