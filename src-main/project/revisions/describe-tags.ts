import type { ProjectText } from '../project-text.ts';
import { changeTags } from './change-tags.ts';
import type { Changes, FileForm } from './edit-device.ts';

/**
 * The same patch for tags of any devices.
 * @throws NexusError NX_NOT_FOUND for a device or tag that is not there.
 */
export function describeTags(
  text: ProjectText,
  tags: readonly { readonly device: string; readonly tag: string }[],
  patch: FileForm,
): Changes {
  const changes = [...Map.groupBy(tags, ({ device }) => device)].map(([device, own]) =>
    changeTags(
      text,
      device,
      own.map(({ tag }) => ({ kind: 'change', tag, patch })),
    ),
  );
  return new Map(changes.flatMap((change) => [...change]));
}
