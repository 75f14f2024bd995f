import { z } from 'zod';
import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type FormFault, faultMessage } from '../../forms/check-form.ts';

const Fault = z.object({
  code: z.string(),
  file: z.string(),
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});
const Faults = z.array(Fault);
type Fault = z.output<typeof Fault>;

/**
 * What of the project's faults belongs to the form of a device. Warnings of its tags are told where tags are edited;
 * errors anywhere else keep the form from being saved too, and are told with their file.
 * @param id under which the gateway looked at it.
 */
export function formFaults(faults: readonly Fault[], id: string): readonly FormFault[] {
  return faults.flatMap(({ code, file, path, message, severity }): readonly FormFault[] => {
    const isOwn = file === `devices/${id}.yaml`;
    const isField = isOwn && !path.startsWith('tags');
    if (!isField && severity === 'warning') return [];
    const text = isField ? message : `${isOwn ? path : `${file} ${path}`}: ${message}`;
    return [{ path: isField ? path : '', code: faultMessage(code), text, severity }];
  });
}

/** The faults that a refused change names in its context; undefined where it names none. */
export function refusedFaults({ context }: NexusError): readonly Fault[] | undefined {
  const faults = Faults.safeParse(context['faults']);
  return faults.success ? faults.data : undefined;
}
