import type { Simulator, SimulatorOptions } from '../../driver.ts';
import { startSimulatorWith } from '../simulator.ts';
import type { UnitConnection } from '../unit-connection.ts';
import { RTU_FRAMING } from './rtu-framing.ts';

/**
 * Starts a twin of a device on a serial line behind a device server: RTU frames over TCP. As on a line, it says nothing
 * to other units and to broken frames.
 */
export function startRtuSimulator(options: SimulatorOptions<UnitConnection>): Promise<Simulator> {
  return startSimulatorWith(options, RTU_FRAMING);
}
