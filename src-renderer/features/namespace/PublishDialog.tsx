import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { noticed } from '../../state/notices.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { ArmedFor } from './ArmedFor.tsx';
import { jsonNote } from './json-note.ts';

interface PublishDialogProps {
  readonly topic: string;
  readonly payload: string;
  readonly onClose: () => void;
}

/** Publishes a message to try something out, behind the arming of writes. */
export function PublishDialog({ topic: first, payload: text, onClose }: PublishDialogProps): ReactNode {
  const id = useId();
  const [topic, setTopic] = useState(first);
  const [payload, setPayload] = useState(text);
  const [qos, setQos] = useState<0 | 1 | 2>(1);
  const [retain, setRetain] = useState(false);
  const [fault, setFault] = useState('');
  const [isArmed, setArmed] = useState(false);
  const [isSending, setSending] = useState(false);
  const topicFault = faultOf(topic);
  const isReady = topic !== '' && topicFault === '';
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isArmed || isSending || !isReady) return;
    setSending(true);
    try {
      const { bytes } = await rpc().namespace.publish({ topic, payload, qos, retain });
      noticed({ kind: 'done', text: `Published ${bytes} ${bytes === 1 ? 'byte' : 'bytes'} to ${topic}.` });
      onClose();
    } catch (error) {
      setFault(toNexusError(error).text);
      setSending(false);
    }
  };
  return (
    <Dialog title="Publish a message" onClose={onClose}>
      <form className="publish-form" onSubmit={(event) => void submit(event)}>
        {fault === '' ? null : (
          <Strip tone="error" announce="alert">
            {fault}
          </Strip>
        )}
        <label htmlFor={`${id}-topic`}>Topic</label>
        <input
          id={`${id}-topic`}
          className="field mono"
          type="text"
          spellCheck={false}
          required
          placeholder="acme/line-1/test"
          data-autofocus={first === '' || undefined}
          value={topic}
          aria-invalid={topicFault !== '' || undefined}
          aria-describedby={topicFault === '' ? undefined : `${id}-fault`}
          onChange={(event) => setTopic(event.target.value)}
        />
        {topicFault === '' ? null : (
          <p id={`${id}-fault`} className="publish-fault">
            {topicFault}
          </p>
        )}
        <label htmlFor={`${id}-payload`}>Payload</label>
        <textarea
          id={`${id}-payload`}
          className="field mono publish-payload"
          data-autofocus={first !== '' || undefined}
          spellCheck={false}
          aria-describedby={`${id}-note`}
          value={payload}
          onChange={(event) => setPayload(event.target.value)}
        />
        <p id={`${id}-note`} className="quiet">
          {jsonNote(payload)}
        </p>
        <div className="publish-options">
          <label>
            QoS{' '}
            <select className="select" value={qos} onChange={({ target }) => setQos(QOS[target.selectedIndex] ?? 1)}>
              {QOS.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
          <label className="publish-retain">
            <input type="checkbox" checked={retain} onChange={({ target }) => setRetain(target.checked)} />
            Retain: the broker keeps it for whoever subscribes later
          </label>
        </div>
        {topic === '' ? null : <ArmedFor topics={[topic]} onChange={setArmed} />}
        <div className="publish-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={!isArmed || isSending || !isReady}
            aria-busy={isSending}
          >
            {isSending ? 'Publishing…' : 'Publish'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const QOS = [0, 1, 2] as const;

function faultOf(topic: string): string {
  if (topic.startsWith('$SYS/')) return '“$SYS/” is the broker’s own. Write another topic.';
  const sign = /[+#]/.exec(topic)?.[0];
  return sign === undefined ? '' : `“${sign}” stands for other levels in a filter. Write the levels of one topic.`;
}
