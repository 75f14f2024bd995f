import type { SystemStatus } from '../../../src-shared/contract/system.ts';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import type { Problem } from '../../state/problems.ts';

/** What is wrong with the engine itself: the historian, the publisher and the log that points wait in. */
export function systemProblems(
  { historian, publisher, remote, log }: SystemStatus,
  go: () => void,
): readonly Problem[] {
  const found: Problem[] = [];
  if (historian.state === 'down' && historian.reason)
    found.push({ ...problemOf('historian', historian.reason), severity: 'error', go });
  if (historian.archiveFault !== undefined) {
    const text = historian.archiveFault;
    found.push({ key: 'system archive', device: null, text, severity: 'warning', go });
  }
  if (publisher.state === 'offline' && publisher.reason)
    found.push({ ...problemOf('publisher', publisher.reason), severity: 'error', go });
  for (const text of publisher.commandFaults) {
    found.push({ key: `system commands ${text}`, device: null, text, severity: 'warning', go });
  }
  for (const text of remote?.faults ?? [])
    found.push({ key: `system remote ${text}`, device: null, text, severity: 'warning', go });
  // The publisher of the same broker says it already.
  if (remote?.state === 'offline' && remote.reason && publisher.state !== 'offline')
    found.push({ ...problemOf('remote', remote.reason), severity: 'error', go });
  if (log.state !== 'ok' && log.text !== '') {
    const severity = log.state === 'low' || log.state === 'near-full' ? 'warning' : 'error';
    found.push({ key: 'system log', device: null, text: log.text, severity, go });
  }
  return found;
}

const problemOf = (
  part: string,
  { code, text }: { readonly code: string; readonly text: string },
): Pick<Problem, 'key' | 'device' | 'text' | 'messageId'> => ({
  key: `system ${part}`,
  device: null,
  text,
  messageId: messageId(code),
});
