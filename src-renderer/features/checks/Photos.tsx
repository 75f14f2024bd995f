import { Camera } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CheckLoopView, CheckPhoto } from '../../../src-shared/contract/check-loops.ts';
import { MAX_PHOTOS } from '../../../src-shared/contract/checks.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';

interface PhotosProps {
  readonly loop: CheckLoopView;
  readonly mayAdd: boolean;
  readonly onAdd: (file: File) => void;
}

/** The photos of a loop: seen one at a time, added from this computer or the camera of a tablet. */
export function Photos({ loop, mayAdd, onAdd }: PhotosProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<CheckPhoto>();
  return (
    <>
      <span>Photos</span>
      <div className="loop-photos">
        {loop.photos.map((photo, index) => (
          <button key={photo.id} type="button" className="button" title={photo.name} onClick={() => setShown(photo)}>
            Photo {index + 1}
          </button>
        ))}
        {mayAdd && loop.photos.length < MAX_PHOTOS ? (
          <button type="button" className="button" onClick={() => input.current?.click()}>
            <Camera size={16} strokeWidth={1.5} aria-hidden /> Add photo…
          </button>
        ) : null}
        {!mayAdd && loop.photos.length === 0 ? <span className="quiet">None</span> : null}
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png"
          aria-label={`Photo of ${loop.name}`}
          tabIndex={-1}
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) onAdd(file);
          }}
        />
      </div>
      {shown ? (
        <Dialog title={shown.name} onClose={() => setShown(undefined)}>
          <Picture photo={shown} />
        </Dialog>
      ) : null}
    </>
  );
}

function Picture({ photo }: { readonly photo: CheckPhoto }): ReactNode {
  const [read, setRead] = useState<{ readonly source?: string; readonly fault?: { code: string; text: string } }>({});
  useEffect(() => {
    const abort = new AbortController();
    rpc()
      .checks.photo({ photo: photo.id }, { signal: abort.signal })
      .then(({ base64, type }) => setRead({ source: `data:${type};base64,${base64}` }))
      .catch((error: unknown) => {
        const { code, text } = toNexusError(error);
        if (!abort.signal.aborted) setRead({ fault: { code, text } });
      });
    return () => abort.abort();
  }, [photo.id]);
  if (read.fault) return <Message {...read.fault} isAlert />;
  return read.source === undefined ? null : <img className="loop-photo" src={read.source} alt={photo.name} />;
}
