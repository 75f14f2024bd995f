import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { DevicesPage } from '../features/devices/DevicesPage.tsx';
import type { DeviceView } from '../features/diagnostics/device/DeviceDiagnostics.tsx';
import type { UsersView } from '../features/users/UsersAuditPage.tsx';
import { WelcomePage } from '../features/welcome/WelcomePage.tsx';
import { useChecks } from '../state/checks.ts';
import { useDevices } from '../state/devices.ts';
import { nameInPath } from '../state/lineage-requests.ts';
import { useQueryNames } from '../state/query-names.ts';
import { deviceOfTab } from '../state/remote-devices.ts';
import { useTrends } from '../state/trends.ts';
import { useWatchTables } from '../state/watch-tables.ts';
import { matchPath, type PageParams } from './page-path.ts';

interface PageProps {
  readonly params: PageParams;
  /** The path of the tab. */
  readonly path: string;
}

/** A kind of page: its path below `/w/`, its title in the row of tabs, what it shows. */
export interface PageKind {
  readonly pattern: string;
  /** A hook: titles follow names as they change. */
  readonly useTitle: (params: PageParams) => string;
  readonly Page: ComponentType<PageProps> | LazyExoticComponent<ComponentType<PageProps>>;
}

const titled = (title: string) => (): string => title;

// Every page that the shell does not need to paint first is loaded when it is opened.
const TagsPage = lazy(async () => {
  const { TagTable: Table } = await import('../features/tags/TagTable.tsx');
  return { default: ({ params, path }: PageProps) => <Table device={params['device']!} path={path} /> };
});
const TrendPage = lazy(async () => {
  const { TrendPage: Trend } = await import('../features/trend/TrendPage.tsx');
  return { default: ({ params }: PageProps) => <Trend id={params['id']!} /> };
});
const WatchPage = lazy(async () => {
  const { WatchPage: Watch } = await import('../features/watch/WatchPage.tsx');
  return { default: ({ params }: PageProps) => <Watch id={params['id']!} /> };
});
const WatchReportPage = lazy(async () => {
  const { WatchReportPage: Report } = await import('../features/watch/WatchReportPage.tsx');
  return { default: ({ params }: PageProps) => <Report id={params['id']!} /> };
});
const CheckPage = lazy(async () => {
  const { CheckPage: Check } = await import('../features/checks/CheckPage.tsx');
  return { default: ({ params }: PageProps) => <Check id={params['id']!} /> };
});
const CheckReportPage = lazy(async () => {
  const { CheckReportPage: Report } = await import('../features/checks/CheckReportPage.tsx');
  return { default: ({ params }: PageProps) => <Report id={params['id']!} /> };
});
const EditDevicePage = lazy(async () => {
  const { DeviceEditorPage: Editor } = await import('../features/device-editor/DeviceEditorPage.tsx');
  return { default: ({ params, path }: PageProps) => <Editor device={params['device']!} path={path} /> };
});
const RemoteTagsPage = lazy(async () => {
  const { RemoteTagTable: Table } = await import('../features/tags/RemoteTagTable.tsx');
  return {
    default: ({ params, path }: PageProps) => <Table device={deviceOfTab(params['device']!)} path={path} />,
  };
});
const diagnosticsOf = (view: DeviceView) =>
  lazy(async () => {
    const { DeviceDiagnostics } = await import('../features/diagnostics/device/DeviceDiagnostics.tsx');
    return {
      default: ({ params: { device, tag } }: PageProps) => (
        <DeviceDiagnostics device={device!} view={view} tag={tag === undefined ? undefined : nameInPath(tag)} />
      ),
    };
  });
const diagnosticsTitle =
  (view: string) =>
  ({ device }: PageParams): string =>
    `${useDeviceName(device!)} · ${view}`;
const DeviceMemoryPage = lazy(async () => {
  const { MemoryPage: Memory } = await import('../features/memory/MemoryPage.tsx');
  return { default: ({ params }: PageProps) => <Memory device={params['device']!} /> };
});
const DeviceBrowsePage = lazy(async () => {
  const { BrowsePage: Browse } = await import('../features/browse/BrowsePage.tsx');
  return { default: ({ params }: PageProps) => <Browse device={params['device']!} /> };
});
const NewDevicePage = lazy(async () => {
  const { NewDevicePage: New } = await import('../features/device-editor/DeviceEditorPage.tsx');
  return { default: ({ params, path }: PageProps) => <New copyOf={params['from']} path={path} /> };
});
const WritesPage = lazy(async () => ({ default: (await import('../features/writes/WritesPage.tsx')).WritesPage }));
const DiagnosticsPage = lazy(async () => ({
  default: (await import('../features/diagnostics/DiagnosticsPage.tsx')).DiagnosticsPage,
}));

const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/SettingsPage.tsx')).SettingsPage,
}));
const CertificatesPage = lazy(async () => ({
  default: (await import('../features/certificates/CertificatesPage.tsx')).CertificatesPage,
}));
const NamespacePage = lazy(async () => ({
  default: (await import('../features/namespace/NamespacePage.tsx')).NamespacePage,
}));
const HistorianPage = lazy(async () => {
  const { HistorianPage: Historian } = await import('../features/historian/HistorianPage.tsx');
  return {
    default: ({ params, path }: PageProps) => (
      <Historian path={path} asked={params['question']} saved={params['query']} />
    ),
  };
});
const CataloguePage = lazy(async () => ({
  default: (await import('../features/catalogue/CataloguePage.tsx')).CataloguePage,
}));
const RulesPage = lazy(async () => ({ default: (await import('../features/rules/RulesPage.tsx')).RulesPage }));
const ReplayPage = lazy(async () => ({ default: (await import('../features/replay/ReplayPage.tsx')).ReplayPage }));
const ReplayResultPage = lazy(async () => {
  const { ReplayResultPage: Result } = await import('../features/replay/ReplayPage.tsx');
  return { default: ({ params }: PageProps) => <Result job={params['job']!} /> };
});
const DrillsPage = lazy(async () => ({ default: (await import('../features/drill/DrillsPage.tsx')).DrillsPage }));
const DrillResultPage = lazy(async () => {
  const { DrillResultPage: Result } = await import('../features/drill/DrillResultPage.tsx');
  return { default: ({ params }: PageProps) => <Result id={params['id']!} /> };
});
const LineagePage = lazy(async () => {
  const { LineagePage: Lineage } = await import('../features/lineage/LineagePage.tsx');
  return {
    default: ({ params: { device, tag, at } }: PageProps) => (
      <Lineage
        tag={{ device: nameInPath(device!), tag: nameInPath(tag!) }}
        atUs={at === undefined || !/^\d{1,17}$/.test(at) ? undefined : Number(at)}
      />
    ),
  };
});
const DeployPage = lazy(async () => ({ default: (await import('../features/deploy/DeployPage.tsx')).DeployPage }));
const RevisionsPage = lazy(async () => ({
  default: (await import('../features/revisions/RevisionsPage.tsx')).RevisionsPage,
}));
const usersOf = (view: UsersView) =>
  lazy(async () => {
    const { UsersAuditPage: Users } = await import('../features/users/UsersAuditPage.tsx');
    return { default: () => <Users view={view} /> };
  });
const SystemPage = lazy(async () => ({ default: (await import('../features/system/SystemPage.tsx')).SystemPage }));

const titleOfLineage = ({ tag }: PageParams): string => `${nameInPath(tag!)} · Where from`;

/** Every page there is. */
const PAGES: readonly PageKind[] = [
  { pattern: 'welcome', useTitle: titled('Welcome'), Page: WelcomePage },
  { pattern: 'devices', useTitle: titled('Devices'), Page: DevicesPage },
  { pattern: 'namespace', useTitle: titled('Namespace'), Page: NamespacePage },
  { pattern: 'historian', useTitle: titled('Historian'), Page: HistorianPage },
  { pattern: 'historian/:question', useTitle: titled('Historian'), Page: HistorianPage },
  {
    pattern: 'query/:query',
    useTitle: ({ query }) => `Query: ${useQueryNames((state) => state.names[query!] ?? query!)}`,
    Page: HistorianPage,
  },
  { pattern: 'catalogue', useTitle: titled('Catalogue'), Page: CataloguePage },
  { pattern: 'replay', useTitle: titled('Compare with history'), Page: ReplayPage },
  { pattern: 'replay/:job', useTitle: titled('Comparison with history'), Page: ReplayResultPage },
  { pattern: 'lineage/:device/:tag', useTitle: titleOfLineage, Page: LineagePage },
  { pattern: 'lineage/:device/:tag/:at', useTitle: titleOfLineage, Page: LineagePage },
  { pattern: 'writes', useTitle: titled('Writes'), Page: WritesPage },
  { pattern: 'system', useTitle: titled('System'), Page: SystemPage },
  { pattern: 'deploy', useTitle: titled('Deploy'), Page: DeployPage },
  { pattern: 'revisions', useTitle: titled('Revisions'), Page: RevisionsPage },
  { pattern: 'users', useTitle: titled('Users'), Page: usersOf('users') },
  { pattern: 'users/keys', useTitle: titled('API keys'), Page: usersOf('keys') },
  { pattern: 'users/roles', useTitle: titled('What roles may'), Page: usersOf('roles') },
  { pattern: 'users/audit', useTitle: titled('Audit'), Page: usersOf('audit') },
  { pattern: 'settings', useTitle: titled('Settings'), Page: SettingsPage },
  { pattern: 'rules', useTitle: titled('Quality rules'), Page: RulesPage },
  { pattern: 'certificates', useTitle: titled('Certificates'), Page: CertificatesPage },
  { pattern: 'drills', useTitle: titled('Outage drills'), Page: DrillsPage },
  { pattern: 'drills/:id', useTitle: titled('Outage drill'), Page: DrillResultPage },
  { pattern: 'diagnostics', useTitle: titled('Diagnostics'), Page: DiagnosticsPage },
  {
    pattern: 'device/:device/tags',
    useTitle: ({ device }) => `${useDeviceName(device!)} · Tags`,
    Page: TagsPage,
  },
  {
    pattern: 'watch/:id',
    useTitle: ({ id }) =>
      `Watch: ${useWatchTables((state) => state.list.find((table) => table.id === id)?.name ?? id!)}`,
    Page: WatchPage,
  },
  {
    pattern: 'watch/:id/report',
    useTitle: ({ id }) =>
      `Report of ${useWatchTables((state) => state.list.find((table) => table.id === id)?.name ?? id!)}`,
    Page: WatchReportPage,
  },
  {
    pattern: 'check/:id',
    useTitle: ({ id }) =>
      `Loop check: ${useChecks((state) => state.list.find((sheet) => sheet.id === id)?.name ?? id!)}`,
    Page: CheckPage,
  },
  {
    pattern: 'check/:id/report',
    useTitle: ({ id }) => `Report: ${useChecks((state) => state.list.find((sheet) => sheet.id === id)?.name ?? id!)}`,
    Page: CheckReportPage,
  },
  {
    pattern: 'device/:device/edit',
    useTitle: ({ device }) => `${useDeviceName(device!)} · Edit`,
    Page: EditDevicePage,
  },
  { pattern: 'device/:device/traffic', useTitle: diagnosticsTitle('Traffic'), Page: diagnosticsOf('traffic') },
  {
    pattern: 'device/:device/traffic/:tag',
    useTitle: ({ device, tag }) => `${useDeviceName(device!)} · ${nameInPath(tag!)} in traffic`,
    Page: diagnosticsOf('traffic'),
  },
  { pattern: 'device/:device/read-plan', useTitle: diagnosticsTitle('Read plan'), Page: diagnosticsOf('read-plan') },
  { pattern: 'device/:device/latency', useTitle: diagnosticsTitle('Latency'), Page: diagnosticsOf('latency') },
  { pattern: 'device/:device/breaker', useTitle: diagnosticsTitle('Breaker & queue'), Page: diagnosticsOf('breaker') },
  {
    pattern: 'device/:device/memory',
    useTitle: ({ device }) => `${useDeviceName(device!)} · ${useMemoryTitle(device!)}`,
    Page: DeviceMemoryPage,
  },
  {
    pattern: 'device/:device/browse',
    useTitle: ({ device }) => `${useDeviceName(device!)} · Browse`,
    Page: DeviceBrowsePage,
  },
  {
    pattern: 'remote/:device',
    useTitle: ({ device }) => `${deviceOfTab(device!).split('/').at(-1)} · Tags`,
    Page: RemoteTagsPage,
  },
  { pattern: 'new-device', useTitle: titled('New device'), Page: NewDevicePage },
  { pattern: 'new-device/:from', useTitle: ({ from }) => `Copy of ${useDeviceName(from!)}`, Page: NewDevicePage },
  {
    pattern: 'trend/:id',
    useTitle: ({ id }) => useTrends((state) => state.trends.find((trend) => trend.id === id)?.name ?? 'Trend'),
    Page: TrendPage,
  },
];

const useDeviceName = (id: string): string =>
  useDevices((state) => state.list.find((device) => device.id === id)?.name ?? id);

/** What looking at its cells is called. */
const useMemoryTitle = (id: string): string =>
  useDevices((state) => state.list.find((device) => device.id === id)?.memory) ?? 'Memory';

/** The page of a path and its parameters, or undefined when there is none. */
export function pageOf(path: string): { readonly kind: PageKind; readonly params: PageParams } | undefined {
  for (const kind of PAGES) {
    const params = matchPath(kind.pattern, path);
    if (params) return { kind, params };
  }
  return undefined;
}

/** Pages that need no parameters, for lists of what there is to go to. */
export function plainPages(): readonly { readonly path: string; readonly title: string }[] {
  const plain = PAGES.filter(({ pattern }) => !pattern.includes(':'));
  // The title of such a page follows nothing, so that it is no hook here.
  return plain.map(({ pattern, useTitle: titleOf }) => ({ path: pattern, title: titleOf({}) }));
}
