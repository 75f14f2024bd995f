import { access, constants } from 'node:fs/promises';
import { createServer } from 'node:net';
import { USUAL_BROKER_PORT } from '../../../../src-shared/domain/broker-ports.ts';
import { listSerialPorts } from '../../../drivers/modbus/rtu/serial-ports.ts';
import type { LoadedProject } from '../../../project/load-project.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** @param isRunning then its ports are taken by itself. */
export async function examinePorts(
  { config, devices }: LoadedProject,
  isRunning: boolean,
): Promise<readonly Finding[]> {
  const wanted = new Map<number, string>();
  if (config?.server.port !== undefined) wanted.set(config.server.port, 'the workstation (server.port)');
  if (config?.mqtt.enabled && config.mqtt.url === undefined)
    wanted.set(config.mqtt.embedded_port ?? USUAL_BROKER_PORT, 'the embedded broker (mqtt.embedded_port)');
  const ports = [...wanted].map(async ([port, whose]): Promise<Finding> => {
    if (isRunning) return ok('port', `${port} for ${whose}: a service runs on this project`);
    const code = await refusalOf(port);
    if (code === undefined) return ok('port', `${port} is free for ${whose}`);
    const next =
      code === 'EACCES'
        ? 'Ports below 1024 are for administrators. Choose a higher one.'
        : `Another program has it: ss -ltnp 'sport = :${port}'. Stop that or choose another port.`;
    return fail('port', `${port} for ${whose} cannot be opened (${code})`, next);
  });
  const serial = devices.flatMap(({ connection }) => {
    const { path } = connection as { readonly path?: unknown };
    return typeof path === 'string' ? [path] : [];
  });
  return [...(await Promise.all(ports)), ...(await examineSerial([...new Set(serial)]))];
}

function refusalOf(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

async function examineSerial(ports: readonly string[]): Promise<readonly Finding[]> {
  const there = ports.length === 0 ? [] : (await listSerialPorts()).map(({ value }) => value);
  return await Promise.all(
    ports.map(async (port): Promise<Finding> => {
      try {
        await access(port, constants.R_OK | constants.W_OK);
        return ok('serial port', `${port} may be used`);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EACCES')
          return fail(
            'serial port',
            `${port} may not be used`,
            'Put the user into its group: usermod -aG dialout USER.',
          );
        if (process.platform === 'win32' && there.includes(port)) return ok('serial port', `${port} is there`);
        const known = there.length === 0 ? 'there is none here' : `there are ${there.join(', ')}`;
        return warn('serial port', `${port} is not there; ${known}`, 'Plug the adapter in or correct connection.path.');
      }
    }),
  );
}
