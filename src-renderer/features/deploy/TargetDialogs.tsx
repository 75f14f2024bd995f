import { type ReactNode, useState } from 'react';
import type { TargetView } from '../../../src-shared/contract/deploy-views.ts';
import { rpc } from '../../rpc/connect.ts';
import { deployRead } from '../../state/deploy.ts';
import { useDevices } from '../../state/devices.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { NO_COMMENT } from '../../ui/no-comment.ts';
import { AddTargetDialog } from './AddTargetDialog.tsx';
import { DeployDialog } from './DeployDialog.tsx';
import { DeviceChoice } from './DeviceChoice.tsx';
import { DriftDialog } from './DriftDialog.tsx';
import type { DeployAsked } from './deploy-asked.ts';
import { TargetRollbackDialog } from './TargetRollbackDialog.tsx';
import { packageMade } from './target-menu.ts';

interface TargetDialogsProps {
  readonly asked: DeployAsked;
  readonly revision: number;
  readonly onClose: () => void;
  /** Told once a deploy that was asked for is on its way. */
  readonly onStarted: () => void;
}

/** The dialog that was asked for. */
export function TargetDialogs({ asked, revision, onClose, onStarted }: TargetDialogsProps): ReactNode {
  switch (asked.kind) {
    case 'add':
      return <AddTargetDialog onClose={onClose} />;
    case 'deploy':
      return <DeployDialog targets={asked.targets} {...{ revision, onClose, onStarted }} />;
    case 'rollback':
      return <TargetRollbackDialog target={asked.target} onClose={onClose} />;
    case 'drift':
      return <DriftDialog target={asked.target} revision={revision} onClose={onClose} />;
    case 'edit':
      return <EditDialog target={asked.target} onClose={onClose} />;
    case 'pack':
      return <PackDialog {...asked} onClose={onClose} />;
    case 'remove':
      return <RemoveDialog target={asked.target} onClose={onClose} />;
  }
}

interface OfTarget {
  readonly target: TargetView;
  readonly onClose: () => void;
}

function EditDialog({ target, onClose }: OfTarget): ReactNode {
  const [name, setName] = useState(target.name);
  const [address, setAddress] = useState(target.address);
  const [chosen, setChosen] = useState<readonly string[] | null>(target.devices);
  const [gate, setGate] = useState(target.gate);
  const devices = useDevices(({ list }) => list);
  const save = async (): Promise<void> => {
    const to = { target: target.id, name: name.trim(), address: address.trim(), devices: chosen && [...chosen], gate };
    await rpc().deploy.changeTarget(to);
    await deployRead();
    onClose();
  };
  const number = (key: keyof typeof gate, times: number) => ({
    value: Math.round(gate[key] * times),
    onChange: (value: number) => setGate({ ...gate, [key]: value / times }),
  });
  return (
    <FormDialog
      title={`Edit ${target.name}`}
      action="Save"
      className="deploy-form"
      whyNot={chosen?.length === 0 ? 'Choose at least one device.' : undefined}
      onSubmit={save}
      onClose={onClose}
    >
      <label>
        Name
        <input
          className="field"
          type="text"
          data-autofocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        Address
        <input
          className="field"
          type="text"
          spellCheck={false}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      </label>
      <DeviceChoice devices={devices} chosen={chosen} onChange={setChosen} />
      <fieldset className="deploy-gate">
        <legend>Health gate</legend>
        <NumberField label="Window, s" min={2} max={600} {...number('window_s', 1)} />
        <NumberField label="Tags good, % of those before" min={0} max={100} {...number('good_tags', 100)} />
        <NumberField label="Polls that succeed, %" min={0} max={100} {...number('poll_success', 100)} />
      </fieldset>
      <p className="quiet">
        Key of the gateway: <code>{target.key}</code>
      </p>
    </FormDialog>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const NumberField = ({ label, min, max, value, onChange }: NumberFieldProps): ReactNode => (
  <label>
    {label}
    <input
      className="field"
      type="number"
      min={min}
      max={max}
      value={value}
      onChange={(event) => onChange(Math.min(max, Math.max(min, event.target.valueAsNumber || min)))}
    />
  </label>
);

function PackDialog({ target, revision, onClose }: OfTarget & { readonly revision: number }): ReactNode {
  const [comment, setComment] = useState('');
  const pack = async (): Promise<void> => {
    await packageMade(target.id, revision, comment.trim());
    onClose();
  };
  return (
    <FormDialog
      title={`Package of revision ${revision} for ${target.name}`}
      action="Make package"
      className="deploy-form"
      whyNot={comment.trim() === '' ? NO_COMMENT : undefined}
      onSubmit={pack}
      onClose={onClose}
    >
      <p className="quiet">
        A signed file for a gateway without a network. There:{' '}
        <code>nexus-edge deploy apply FILE.nxp --project &lt;folder&gt;</code>. It passes the same checks and the same
        gate. Jobs in the panel has the file.
      </p>
      <label>
        Comment
        <input
          className="field"
          type="text"
          data-autofocus
          maxLength={512}
          placeholder={NO_COMMENT}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
    </FormDialog>
  );
}

function RemoveDialog({ target, onClose }: OfTarget): ReactNode {
  const remove = async (): Promise<void> => {
    await rpc().deploy.removeTarget({ target: target.id });
    await deployRead();
    onClose();
  };
  return (
    <FormDialog title={`Remove ${target.name}?`} action="Remove" onSubmit={remove} onClose={onClose}>
      <p>What it runs goes on. To deploy there again it has to be paired again.</p>
    </FormDialog>
  );
}
