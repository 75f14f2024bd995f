import { type ReactNode, useState } from 'react';
import { rpc } from '../../rpc/connect.ts';
import { deployRead } from '../../state/deploy.ts';
import { useDevices } from '../../state/devices.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { DeviceChoice } from './DeviceChoice.tsx';

/** Pairs with a gateway: its name, its address, and the code that it shows. */
export function AddTargetDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form, setForm] = useState({ name: '', address: '', code: '' });
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const devices = useDevices(({ list }) => list);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const add = async (): Promise<void> => {
    const { name, address, code } = form;
    await rpc().deploy.addTarget({
      name: name.trim(),
      address: address.trim(),
      code: plainCode(code),
      devices: chosen && [...chosen],
    });
    await deployRead();
    onClose();
  };
  return (
    <FormDialog
      title="Add target"
      action="Pair"
      className="deploy-form"
      whyNot={whyNot(form, chosen)}
      onSubmit={add}
      onClose={onClose}
    >
      <p className="quiet">
        At the gateway run <code>nexus-edge deploy pair --project &lt;folder&gt;</code>. It shows a code of 8 characters
        for 10 minutes. Both keep the key of the other; no password travels.
      </p>
      <Field label="Name" hint="edge-pc-03" value={form.name} onChange={set('name')} isFirst />
      <Field label="Address" hint="https://edge-pc-03:8480" value={form.address} onChange={set('address')} />
      <Field label="Pairing code" hint="8 characters" value={form.code} onChange={set('code')} />
      <DeviceChoice devices={devices} chosen={chosen} onChange={setChosen} />
    </FormDialog>
  );
}

/** As the gateway shows it, with or without the gap in the middle. */
const plainCode = (code: string): string => code.replaceAll(/[\s-]/g, '').toUpperCase();

const CODE_LENGTH = 8;

function whyNot(
  { name, address, code }: { name: string; address: string; code: string },
  chosen: readonly string[] | null,
): string | undefined {
  if (name.trim() === '') return 'Give the target a name, for example edge-pc-03.';
  if (address.trim() === '') return 'Write its address, for example https://edge-pc-03:8480.';
  const { length } = plainCode(code);
  if (length !== CODE_LENGTH) return `The code has ${CODE_LENGTH} characters, and this one has ${length}.`;
  return chosen?.length === 0 ? 'Choose at least one device.' : undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly isFirst?: boolean;
  readonly onChange: (value: string) => void;
}

const Field = ({ label, hint, value, isFirst, onChange }: FieldProps): ReactNode => (
  <label>
    {label}
    <input
      className="field"
      type="text"
      data-autofocus={isFirst ? '' : undefined}
      autoComplete="off"
      spellCheck={false}
      placeholder={hint}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  </label>
);
