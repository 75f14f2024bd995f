import { parseDurationMs } from '../../../../src-shared/domain/duration.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { DriverScan, ScanEvent } from '../../scan.ts';
import type { UnitConnection } from '../unit-connection.ts';
import type { MakeUnitLink } from '../unit-link.ts';
import { ScanAsker } from './scan-asker.ts';
import { RegisterScanOptions, scanRegisters } from './scan-registers.ts';
import { scanUnits, UnitScanOptions } from './scan-units.ts';

/** The scans of a transport. @param makeLink of its own, apart from those of the sessions */
export function modbusScans<Connection extends UnitConnection>(
  makeLink: MakeUnitLink<Connection>,
): readonly DriverScan<Connection>[] {
  const asking = async function* (
    connection: Connection,
    timeout: string,
    { clock }: { readonly clock: Clock },
    signal: AbortSignal,
    scan: (asker: ScanAsker, link: ReturnType<typeof makeLink>) => AsyncIterable<ScanEvent>,
  ): AsyncGenerator<ScanEvent> {
    const link = makeLink(connection, clock);
    const asker = new ScanAsker(link, connection, parseDurationMs(timeout)!, clock, signal);
    try {
      yield* scan(asker, link);
    } finally {
      await asker.close();
    }
  };
  return [
    {
      id: 'units',
      title: 'Scan unit IDs',
      description:
        'Reads holding register 0 of each unit with function 3, twice where it answers; 20 requests a second at most. Nothing is written.',
      columns: ['Unit', 'Answer', 'Identity'],
      makes: 'devices',
      options: UnitScanOptions,
      run: (connection, given, parts, signal) => {
        const options = UnitScanOptions.parse(given);
        return asking(connection, options.timeout, parts, signal, (asker) => scanUnits(asker, options));
      },
    },
    {
      id: 'registers',
      title: 'Scan registers',
      description:
        'Reads a range of one unit with functions 1–4 and halves what is refused; 20 requests a second at most. Nothing is written.',
      columns: ['Address', 'Value', 'Hex', 'Text'],
      makes: 'tags',
      options: RegisterScanOptions,
      run: (connection, given, parts, signal) => {
        const options = RegisterScanOptions.parse(given);
        return asking(connection, connection.request_timeout, parts, signal, (asker, { client }) =>
          scanRegisters(asker, { connection, peer: client.peer }, options),
        );
      },
    },
  ];
}
