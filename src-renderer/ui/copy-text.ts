import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/**
 * Puts a text on the clipboard. The desktop window refuses every permission, and a page that is not from this computer
 * has no clipboard API: there the browser's own copy command does it, which needs no more than the click it follows.
 *
 * @throws NexusError NX_INTERNAL where the browser lets the page do neither.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    if (!copiedByCommand(text)) {
      throw new NexusError('NX_INTERNAL', 'The browser does not let this page copy.', {}, { cause });
    }
  }
}

function copiedByCommand(text: string): boolean {
  let isTaken = false;
  const take = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    // Nobody else is to put his own selection there.
    event.stopImmediatePropagation();
    isTaken = event.clipboardData !== null;
  };
  document.addEventListener('copy', take, { capture: true, once: true });
  try {
    // Deprecated and without a successor: the one way to copy that asks for no permission.
    return document.execCommand('copy') && isTaken;
  } finally {
    document.removeEventListener('copy', take, { capture: true });
  }
}
