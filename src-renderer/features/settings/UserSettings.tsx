import { type ReactNode, useMemo } from 'react';
import { z } from 'zod';
import { FormContext, type FormPlace } from '../../forms/form-context.ts';
import { readFields } from '../../forms/read-schema.ts';
import { activityLabelsSet, useLayout } from '../../state/layout.ts';
import { Preferences, preferenceChosen, usePreferences } from '../../state/preferences.ts';
import { ThemeChoice, themeChosen, useTheme } from '../../state/theme.ts';
import { SettingSections } from './SettingSections.tsx';
import type { SettingSection } from './setting-sections.ts';

const Theme = z.object({
  theme: ThemeChoice.default('system').meta({
    title: 'Theme',
    titles: { light: 'Light', dark: 'Dark', system: 'As the system' },
  }),
});

/** The menu of the bar has it too. */
const Labels = z.object({
  activityLabels: z
    .enum(['shown', 'hidden'])
    .default('shown')
    .meta({
      title: 'Names of areas',
      description: 'Below the icons on the left. Without them the name shows under the pointer.',
      titles: { shown: 'Shown', hidden: 'Hidden' },
    }),
});

const fields = [Theme, Preferences, Labels].flatMap((schema) =>
  readFields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), 'user'),
);

/** What a person chooses for this browser. */
export const USER_SECTIONS: readonly SettingSection[] = [
  {
    key: 'user',
    scope: 'user',
    title: 'Display',
    description: 'Kept in this browser; in effect at once.',
    settings: fields.map((field) => ({ field, part: '', needsRestart: false })),
  },
];

interface UserSettingsProps {
  readonly sections: readonly SettingSection[];
  readonly isSearch: boolean;
}

/** The settings of this browser. Each takes effect as it is chosen. */
export function UserSettings({ sections, isSearch }: UserSettingsProps): ReactNode {
  const preferences = usePreferences();
  const choice = useTheme((state) => state.choice);
  const activityLabels = useLayout((layout) => layout.activityLabels);
  const place = useMemo<FormPlace>(
    () => ({
      id: 'user-settings',
      form: { user: { ...preferences, theme: choice, activityLabels } },
      faults: [],
      access: 'edit',
      onChange: chosen,
      onLeave: () => undefined,
    }),
    [preferences, choice, activityLabels],
  );
  return (
    <FormContext value={place}>
      <SettingSections sections={sections} isSearch={isSearch} />
    </FormContext>
  );
}

function chosen(path: string, value: unknown): void {
  const key = path.slice('user.'.length);
  if (key === 'theme') themeChosen(ThemeChoice.catch('system').parse(value));
  else if (key === 'activityLabels') activityLabelsSet(value === 'hidden' ? 'hidden' : 'shown');
  else preferenceChosen(key as keyof Preferences, value);
}
