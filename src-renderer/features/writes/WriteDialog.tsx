import { type ReactNode, useEffect, useState } from 'react';
import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { ArmedScope } from '../../state/armed-scopes.ts';
import { readArming } from '../../state/arming.ts';
import { useDevices } from '../../state/devices.ts';
import { type TagRef, useTags, wantTags } from '../../state/tags.ts';
import { writeClosed } from '../../state/writing.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ConfirmStep } from './ConfirmStep.tsx';
import { OutcomeStep } from './OutcomeStep.tsx';
import { type Prepared, PrepareStep } from './PrepareStep.tsx';
import { sendWrite, type WriteEnd } from './send-write.ts';
import { exactValue } from './written-value.ts';
import './writes.css';

type Step =
  | { readonly kind: 'prepare'; readonly before: Prepared | undefined }
  | { readonly kind: 'confirm'; readonly prepared: Prepared }
  | { readonly kind: 'running'; readonly prepared: Prepared }
  | { readonly kind: 'settled'; readonly end: WriteEnd };

/** One write by hand: prepare, confirm while armed, wait, read the receipt. Closing it stops nothing that was sent. */
export function WriteDialog({ tag: ref }: { readonly tag: TagRef }): ReactNode {
  const tag = useTags((state) => state.byDevice[ref.device]?.tags.find((one) => one.id === ref.tag));
  const deviceName = useDevices((state) => state.list.find((one) => one.id === ref.device)?.name ?? ref.device);
  useEffect(() => wantTags(ref.device), [ref.device]);
  // Another page of the same session may have armed or disarmed meanwhile.
  useEffect(() => void readArming().catch(() => undefined), []);
  return (
    <Dialog title="Write value" onClose={writeClosed}>
      {tag ? (
        <Steps tag={tag} deviceName={deviceName} />
      ) : (
        <p className="write-form">
          “{ref.tag}” is no tag of {deviceName}.
        </p>
      )}
    </Dialog>
  );
}

function Steps({ tag, deviceName }: { readonly tag: TagView; readonly deviceName: string }): ReactNode {
  const [step, setStep] = useState<Step>({ kind: 'prepare', before: undefined });
  const write = async (prepared: Prepared, scope: ArmedScope, confirm: string | undefined): Promise<void> => {
    setStep({ kind: 'running', prepared });
    const ref = { device: tag.device, tag: tag.id };
    setStep({ kind: 'settled', end: await sendWrite({ tag: ref, ...prepared, reason: scope.reason, confirm }) });
  };
  switch (step.kind) {
    case 'prepare':
      return (
        <PrepareStep
          tag={tag}
          deviceName={deviceName}
          before={step.before}
          onPrepared={(prepared) => setStep({ kind: 'confirm', prepared })}
        />
      );
    case 'confirm':
      return (
        <ConfirmStep
          tag={tag}
          deviceName={deviceName}
          prepared={step.prepared}
          onBack={() => setStep({ kind: 'prepare', before: step.prepared })}
          onWrite={(scope, confirm) => void write(step.prepared, scope, confirm)}
        />
      );
    case 'running':
      return (
        <div className="write-form">
          <p className="write-words" role="status">
            Writing {exactValue(step.prepared.value, tag)} to {tag.name}…
          </p>
          <progress className="write-progress" aria-label="Waiting for the receipt" />
          <p className="quiet">Closing this window stops nothing. The receipt will be in Writes.</p>
        </div>
      );
    case 'settled':
      return <OutcomeStep tag={tag} end={step.end} onAgain={() => setStep({ kind: 'prepare', before: undefined })} />;
  }
}
