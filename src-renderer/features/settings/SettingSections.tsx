import type { ReactNode } from 'react';
import { SettingLine, type SettingOverride } from './SettingLine.tsx';
import type { Setting, SettingSection } from './setting-sections.ts';

interface SettingSectionsProps {
  readonly sections: readonly SettingSection[];
  /** What was searched for must be seen: nothing is folded away. */
  readonly isSearch: boolean;
  readonly overrides?: ReadonlyMap<string, SettingOverride>;
  /** Paths that were edited and are not applied. */
  readonly edited?: ReadonlySet<string>;
}

/** Sections of settings, one below the other. */
export function SettingSections({ sections, ...how }: SettingSectionsProps): ReactNode {
  return sections.map((section) => (
    <section key={section.key} className="settings-section" aria-label={section.title}>
      <h3>{section.title}</h3>
      {section.description === '' ? null : <p className="quiet">{section.description}</p>}
      <Lines settings={section.settings.filter(({ field }) => how.isSearch || !field.isAdvanced)} {...how} />
      <Advanced settings={section.settings.filter(({ field }) => !how.isSearch && field.isAdvanced)} {...how} />
    </section>
  ));
}

type LinesProps = Omit<SettingSectionsProps, 'sections'> & { readonly settings: readonly Setting[] };

function Lines({ settings, overrides, edited }: LinesProps): ReactNode {
  return settings.map((setting, at) => {
    const { path } = setting.field;
    const isFirstOfPart = setting.part !== '' && setting.part !== settings[at - 1]?.part;
    return (
      <div key={path}>
        {isFirstOfPart ? <h4 className="settings-part">{setting.part}</h4> : null}
        <SettingLine setting={setting} override={overrides?.get(path)} isEdited={edited?.has(path) ?? false} />
      </div>
    );
  });
}

function Advanced({ settings, ...how }: LinesProps): ReactNode {
  if (settings.length === 0) return null;
  return (
    <details className="form-advanced">
      <summary>Advanced: {settings.map(({ field }) => field.title).join(', ')}</summary>
      <Lines settings={settings} {...how} />
    </details>
  );
}
