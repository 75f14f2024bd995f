import { type ReactNode, useEffect } from 'react';
import { begunTaken, testTaken, useDeviceRequests } from '../../state/device-requests.ts';
import { useDevices } from '../../state/devices.ts';
import { useDrivers, wantDrivers } from '../../state/drivers.ts';
import { tabOpened } from '../../state/layout.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { DeviceForm } from './DeviceForm.tsx';
import { connectionFilled, useDeviceEdits } from './device-edits.ts';
import { ProtocolChoice } from './ProtocolChoice.tsx';
import { beginDevice, wantCopy, wantDevice } from './read-device.ts';
import { testStarted } from './test-runs.ts';
import './publish-edits.ts';
import './device-editor.css';

interface EditorPageProps {
  /** The path of the tab. */
  readonly path: string;
}

/** Changes a device of the project, and proves its connection before anything is saved. */
export function DeviceEditorPage({ device, path }: EditorPageProps & { readonly device: string }): ReactNode {
  const state = useDeviceEdits(({ byTab }) => byTab[path]);
  const isGone = useDevices(({ status, list }) => status === 'ready' && !list.some(({ id }) => id === device));
  const isReady = useDrivers(({ status }) => status === 'ready') && state?.kind === 'editing';
  const isTestAsked = useDeviceRequests(({ test }) => test === device);
  useEffect(() => {
    if (!state) wantDevice(path, device);
  }, [state, path, device]);
  useEffect(() => {
    if (!isTestAsked || !isReady) return;
    testTaken();
    testStarted(path);
  }, [isTestAsked, isReady, path]);
  if (isGone && state?.kind !== 'editing') {
    return (
      <EmptyState text={`“${device}” is not in this project. It was renamed or removed.`}>
        <button type="button" className="button primary" onClick={() => tabOpened('devices', 'kept')}>
          Show the devices
        </button>
        <button type="button" className="button" onClick={() => tabOpened('new-device', 'kept')}>
          Add device
        </button>
      </EmptyState>
    );
  }
  return <Editor path={path} onRetry={() => wantDevice(path, device, 'again')} />;
}

/** Makes a device: first its protocol, or the device that it is a copy of. */
export function NewDevicePage({ copyOf, path }: EditorPageProps & { readonly copyOf?: string | undefined }): ReactNode {
  const state = useDeviceEdits(({ byTab }) => byTab[path]);
  const isReady = useDrivers(({ status }) => status === 'ready');
  useEffect(() => {
    if (!state && copyOf !== undefined) wantCopy(path, copyOf);
  }, [state, path, copyOf]);
  const begun = useDeviceRequests((requests) => (copyOf === undefined ? requests.begun : undefined));
  useEffect(() => {
    if (!begun || !isReady) return;
    begunTaken();
    if (state) return;
    beginDevice(path, begun.protocol);
    connectionFilled(path, begun.connection);
  }, [begun, isReady, state, path]);
  const retry = (): void => (copyOf === undefined ? undefined : wantCopy(path, copyOf, 'again'));
  if (isReady && !state && copyOf === undefined)
    return <ProtocolChoice onChoose={(protocol) => beginDevice(path, protocol)} />;
  return <Editor path={path} onRetry={retry} />;
}

function Editor({ path, onRetry }: EditorPageProps & { readonly onRetry: () => void }): ReactNode {
  const drivers = useDrivers();
  const state = useDeviceEdits(({ byTab }) => byTab[path]);
  useEffect(wantDrivers, []);
  if (drivers.status === 'failed')
    return (
      <ErrorState
        title="The protocols of this gateway could not be read."
        cause={drivers.reason}
        onRetry={wantDrivers}
      />
    );
  if (state?.kind === 'unreadable')
    return <ErrorState title="The device could not be read." cause={state.reason} onRetry={onRetry} />;
  if (drivers.status !== 'ready' || state?.kind !== 'editing')
    return <Waiting text="Reading the device…" onRetry={onRetry} />;
  return <DeviceForm tab={path} edit={state.edit} />;
}
