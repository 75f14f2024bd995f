import { useEffect, useState } from 'react';
import type { TemplateEntry } from '../../../../src-shared/contract/templates.ts';
import { type NexusError, toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';

/** The templates of the project; undefined before the first answer. */
export function useTemplates(): { readonly list?: readonly TemplateEntry[]; readonly fault?: NexusError } {
  const [known, setKnown] = useState<{ readonly list?: readonly TemplateEntry[]; readonly fault?: NexusError }>({});
  useEffect(() => {
    rpc()
      .templates.list({})
      .then(
        (list) => setKnown({ list }),
        (error: unknown) => setKnown({ fault: toNexusError(error) }),
      );
  }, []);
  return known;
}
