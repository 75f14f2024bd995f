import { freePort } from '../../../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../../../src-main/testing/service-process.ts';

const LANES = 8;

/** Starts a service that asks nobody to sign in, so that what is sent comes behind the door, and ends it after `work`. */
export async function withFuzzedService<T>(work: (service: ServiceProcess) => Promise<T>): Promise<T> {
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Fuzz }\naccess: { login: off }\nlog: { level: error }\n',
  });
  const service = new ServiceProcess(folder.path, await freePort());
  try {
    await service.start({ deadlineMs: 60_000 });
    return await work(service);
  } finally {
    await service.stop();
    await folder.remove();
  }
}

/** Takes the steps 0 to `steps` - 1, eight at a time. */
export async function takeSteps(steps: number, take: (step: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < steps) await take(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Services that do not answer as they should after all of it: 0 or 1. */
export async function deadServices(service: ServiceProcess): Promise<number> {
  const signal = AbortSignal.timeout(10_000);
  const status = await fetch(`http://127.0.0.1:${service.port}/health/live`, { signal }).then(
    (answer) => answer.status,
    () => 0,
  );
  return status === 200 && service.isRunning ? 0 : 1;
}
