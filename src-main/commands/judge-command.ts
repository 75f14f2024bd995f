import type { Clock } from '../kernel/clock.ts';
import type { Arming } from './arming.ts';
import { ageFault } from './command-age.ts';
import { type LastWrite, validateWrite } from './validate-write.ts';
import type { Refusal, WriteCommand, WriteOrder, WriteTarget } from './write-command.ts';

/** Whether a command may go to its device, and what is then sent. */
export type Judgement =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'accepted';
      readonly target: WriteTarget;
      readonly value: WriteOrder['value'];
      readonly expect: WriteOrder['expect'] | undefined;
    };

export interface JudgePorts {
  readonly clock: Clock;
  readonly arming: Arming;
  /** Undefined where there is no such tag. */
  find(device: string, tag: string): WriteTarget | undefined;
}

/**
 * Judges a command before anything is sent, in the order of the reliability reference 3.8.
 * @param lastWrites what tags were last set to, by their identity.
 */
export function judgeCommand(
  command: WriteCommand,
  ports: JudgePorts,
  lastWrites: ReadonlyMap<string, LastWrite>,
  skewMs: number,
): Judgement {
  const refused = (code: Refusal['code'], message: string): Judgement => ({
    kind: 'refused',
    refusal: { code, message },
  });
  const { clock, arming } = ports;
  // Before the tag is looked for: who may not write it learns nothing of what there is.
  if (command.isForbidden) {
    return refused('FORBIDDEN', `Commands of “${command.actor.name}” may not write this tag.`);
  }
  const target = ports.find(command.device, command.tag);
  if (!target) return refused('NO_SUCH_TAG', `There is no tag “${command.tag}” on “${command.device}”.`);
  const { session } = command.actor;
  if (target.tag.access === 'read_write' && session !== undefined && !arming.isArmed(session, command.device)) {
    return refused('NOT_ARMED', 'Writing is not armed. Arm this device with a reason, then write.');
  }
  const name = target.tag.name ?? target.tag.id;
  if (target.tag.critical === true && command.confirm?.trim() !== name) {
    const how = command.actor.via === 'mqtt' ? 'It is written at the workstation only.' : `Type “${name}” to write it.`;
    return refused('NOT_CONFIRMED', `${name} is critical. ${how}`);
  }
  const late = ageFault(command, clock.wallUs(), skewMs);
  if (late) return { kind: 'refused', refusal: late };
  const last = lastWrites.get(target.tagUid);
  const verdict = validateWrite(command.value, command.expect, target, last, clock.monoMs());
  if (verdict.kind === 'refused') return verdict;
  if (!target.isEnabled) return refused('DEVICE_DOWN', `“${command.device}” is switched off.`);
  return { ...verdict, kind: 'accepted', target };
}
