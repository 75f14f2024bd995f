import { useEffect, useState } from 'react';
import type { FaultView } from '../../../src-shared/contract/config.ts';
import { type FormFault, faultMessage } from '../../forms/check-form.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { rpc } from '../../rpc/connect.ts';
import { rulesPatch } from './rules-store.ts';

/** After the last key, so that a person who types is not checked at each. */
const QUIET_MS = 250;

/**
 * What the gateway says of a list of rules of topics.
 * @param at the rule whose faults are meant, by its place.
 * @throws NexusError NX_NET_UNREACHABLE
 */
export async function checkRule(list: readonly FormValue[], at: number): Promise<readonly FormFault[]> {
  const { faults } = await rpc().settings.check({ patch: rulesPatch(list) });
  return faults.flatMap((fault) => faultInside(fault, `quality_rules[${at}]`));
}

/** A fault of something inside a rule, named from there: `low`. */
function faultInside({ path, code, message, severity }: FaultView, rule: string): readonly FormFault[] {
  if (path !== rule && !path.startsWith(`${rule}.`)) return [];
  return [{ path: path.slice(rule.length + 1), code: faultMessage(code), text: message, severity }];
}

/** The same while it is edited: checked as soon as nobody types. Without an answer nothing is said. */
export function useRuleFaults(list: readonly FormValue[], at: number): readonly FormFault[] {
  const [faults, setFaults] = useState<readonly FormFault[]>([]);
  const text = JSON.stringify(list);
  useEffect(() => {
    let isWanted = true;
    const look = async (): Promise<void> => {
      const found = await checkRule(JSON.parse(text) as readonly FormValue[], at).catch(() => []);
      if (isWanted) setFaults(found);
    };
    const timer = setTimeout(() => void look(), QUIET_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text, at]);
  return faults;
}
