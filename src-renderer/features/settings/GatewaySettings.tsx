import { type ReactNode, useMemo } from 'react';
import { FormContext, type FormPlace } from '../../forms/form-context.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { rulesAsked } from '../../state/rule-requests.ts';
import { changedSettings } from './changed-settings.ts';
import { SettingSections } from './SettingSections.tsx';
import type { SettingSection } from './setting-sections.ts';
import { settingChanged, settingLeft, useSettings } from './settings-store.ts';

export const GATEWAY_FORM = 'gateway-settings';

/** Settings that have a page of their own. */
const NOTES: NonNullable<FormPlace['notes']> = {
  quality_rules: (
    <button type="button" className="link-button" onClick={() => rulesAsked('')}>
      Edit them in Quality rules
    </button>
  ),
};

interface GatewaySettingsProps {
  readonly sections: readonly SettingSection[];
  readonly isSearch: boolean;
}

/** Settings of the workspace or of the gateway: edited here, applied together. */
export function GatewaySettings({ sections, isSearch }: GatewaySettingsProps): ReactNode {
  const { read, form, faults } = useSettings();
  const mayChange = useMay('settings');
  const isOpen = useLink((link) => link.state.kind === 'open');
  const access = mayChange && isOpen ? 'edit' : 'read';
  const place = useMemo<FormPlace>(
    () => ({ id: GATEWAY_FORM, form, faults, access, onChange: settingChanged, onLeave: settingLeft, notes: NOTES }),
    [form, faults, access],
  );
  const overrides = useMemo(() => new Map(read?.overridden.map((one) => [one.path, one])), [read]);
  const edited = useMemo(
    () => new Set(read ? changedSettings(read.values, form).map(({ path }) => path) : []),
    [read, form],
  );
  return (
    <FormContext value={place}>
      <SettingSections sections={sections} isSearch={isSearch} overrides={overrides} edited={edited} />
    </FormContext>
  );
}
