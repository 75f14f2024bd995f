import type { Promised } from './promise.ts';

/** Rows 1-10. */
export const STORING: readonly Promised[] = [
  {
    row: 1,
    promise:
      'A point that was accepted survives that the process is killed: it reaches the history once and every subscriber at least once.',
    figure:
      'no accepted point lost; none twice in the history; at most one window of messages published again per kill',
    proofs: [
      { campaign: 'kills' },
      { campaign: 'crash-points' },
      { test: 'src-main/historian/kill.integration.test.ts', says: 'times has every accepted value once' },
      { test: 'src-main/uns/publishing/kill.integration.test.ts', says: 'publishes every accepted point, in order' },
    ],
    short:
      'The window is the 1,000 messages of mqtt.window or what the broker allows, not the 16 that were thought of first: fewer would make a distant broker slow.',
  },
  {
    row: 2,
    promise: 'A point that was accepted survives a power cut, as far as the disk keeps what it said to have written.',
    figure: 'no accepted point lost; every start afterwards without anybody’s help',
    proofs: [{ campaign: 'power-cuts' }, { campaign: 'power-cut-sim' }],
  },
  {
    row: 3,
    promise:
      'What was read and not yet accepted when the process was killed is a tenth of a second of polling, and the history names it as a gap.',
    figure: 'at most 100 ms of polling (2,000 points at 20,000 a second), inside a recorded gap',
    proofs: [{ campaign: 'kills' }],
    short: 'In tier 1 the limit is half a second: a machine that is busy with other tests syncs its disk that late.',
  },
  {
    row: 4,
    promise:
      'While the broker is away everything waits on disk; when it is back it gets all of it, in order, and live data goes on.',
    figure:
      'ten minutes at 20,000 points/s: none missing, in order, backlog gone within 8 min, RSS up by at most 30 MiB, 25 bytes a point',
    proofs: [{ campaign: 'broker-outage' }],
    short:
      'Memory is not kept to, neither the growth nor the 150 MB in all: the figure is of the whole process with history and web server, of whose history up to six million points stand in memory until they are sealed (docs/benchmarks.md). What waits for the broker is on the disk.',
  },
  {
    row: 5,
    promise:
      'The gateway may be killed while the broker is away: what waits is neither lost nor doubled, and polling goes on as soon as it runs again.',
    figure: 'five kills with a backlog: as row 4; a point is accepted within 2 s of the start',
    proofs: [{ campaign: 'broker-outage' }],
    short:
      'In tier 2 it is 3.9 s with 20,000 tags: reading their files takes a third of it (docs/benchmarks.md); the backlog itself costs nothing. In tier 1 the start is that of the sources, which Node strips of their types each time.',
  },
  {
    row: 6,
    promise:
      'While the database is away polling goes on and everything waits on disk; when it is back every row is there once.',
    figure:
      'ten minutes at 20,000 points/s: as many rows as keys as accepted points; at least 60,000 rows/s until it has caught up',
    proofs: [
      { campaign: 'database-outage' },
      {
        test: 'src-main/historian/timescale/database-crashes.integration.test.ts',
        says: 'is restarted and killed in the middle of a COPY',
      },
    ],
    short:
      'At full load the historian is fed by a generator, and the whole service by devices at 5,000 points/s: plant, database and service share the two cores of the machine.',
  },
  {
    row: 7,
    promise:
      'Where the answer to a COMMIT is lost, nobody has to find out by hand: no row is lost and none is there twice.',
    figure: '500 answers cut off: no point lost, none double, with TimescaleDB and with plain PostgreSQL',
    proofs: [{ campaign: 'commit-cuts' }],
  },
  {
    row: 8,
    promise:
      'A row that the database refuses stops nothing: the others of its batch are stored, and it is set aside with the reason.',
    figure: '3 refused rows in 1,000: 997 stored, 3 in quarantine and counted, at most 12 more statements',
    proofs: [
      { campaign: 'quarantine' },
      {
        test: 'src-main/historian/timescale/intake/quarantine.integration.test.ts',
        says: 'are found in halves where the database does not name them',
      },
    ],
    short:
      'Twelve statements where a constraint refuses; where a trigger does, which names no row, halves are taken: some 70 statements a row.',
  },
  {
    row: 9,
    promise: 'A slow database or a distant broker never slows polling: it costs disk.',
    figure: 'a database at 1 kB/s and a broker 5 s away for 5 min: polls at most 5 ms later (p99)',
    proofs: [{ campaign: 'slow-sinks' }],
    short:
      'In tier 1 for 20 s with a limit of 100 ms; the devices are simulated on the same two cores, at 5,000 points/s.',
  },
  {
    row: 10,
    promise:
      'Of each tag, what a sink gets first comes in the order in which it was read, through every kill and outage.',
    figure: 'no inversion in any campaign',
    proofs: [
      { campaign: 'kills' },
      { campaign: 'broker-outage' },
      { campaign: 'database-outage' },
      { campaign: 'slow-sinks' },
    ],
  },
];
