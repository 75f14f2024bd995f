/** Rooms of the engine by layer, top first. A room imports rooms below its own; of its own layer only types. */
export const MAIN_LAYERS: readonly (readonly string[])[] = [
  ['entry'],
  ['app'],
  [
    'acquisition',
    'commands',
    'checks',
    'live',
    'uns',
    'historian',
    'access',
    'diagnostics',
    'project',
    'deploy',
    'fleet',
    'rpc',
  ],
  ['drivers', 'processing', 'log'],
  ['kernel'],
];

/** Who may import these packages: one pattern for the importing file each. A package not named here is free in its folder. */
export const PACKAGE_RULES: readonly { readonly package: RegExp; readonly allowed: RegExp; readonly why: string }[] = [
  {
    package: /^electron$/,
    allowed:
      /^src-main\/entry\/(electron|window|preload|menu|tray|app-scheme)(-[a-z-]+)?(\.test)?\.ts$|^src-main\/testing\/electron-stand-in\.ts$|^e2e\/electron\//,
    why: 'only the desktop entries know Electron',
  },
  {
    package: /^electron-updater$/,
    allowed: /^src-main\/entry\/electron-update(\.test)?\.ts$/,
    why: 'updates are a matter of the installed desktop program',
  },
  {
    package: /^@orpc\//,
    allowed:
      /^(src-main\/rpc\/(orpc-router|rest|openapi|socket|port)|src-renderer\/rpc\/orpc-client)\.ts$|\.test\.ts$|^src-main\/testing\//,
    why: 'oRPC is the envelope, kept in its adapter files',
  },
  { package: /^fastify$|^@fastify\//, allowed: /^src-main\/rpc\//, why: 'HTTP belongs to rpc' },
  { package: /^hyparquet/, allowed: /^src-main\/historian\/files\//, why: 'Parquet is one form of a file of history' },
  { package: /^pdfkit$/, allowed: /^src-main\/checks\//, why: 'a report of loop checks is what is printed' },
  { package: /^aws4fetch$/, allowed: /^src-main\/historian\/archive\//, why: 'a bucket is one place of the archive' },
  {
    package: /^node:sqlite$/,
    allowed: /^src-main\/(historian\/|project\/project-lock)|^bench\//,
    why: 'databases belong to the historian',
  },
  {
    package: /^(modbus-serial|node-opcua.*|nodes7)$/,
    allowed: /^src-main\/drivers\/|^bench\//,
    why: 'protocol libraries belong to their driver',
  },
  { package: /^mqtt$|^aedes/, allowed: /^src-main\/(uns|testing)\/|\.test\.ts$|^bench\//, why: 'MQTT belongs to uns' },
  {
    package: /^cockatiel$/,
    allowed: /^src-main\/(kernel|acquisition|commands|uns|access)\//,
    why: 'policies guard devices, brokers, writes and sign-ins',
  },
  {
    package: /^vitest$|^@playwright\/test$|^fast-check$/,
    allowed:
      /\.test\.tsx?$|\.spec\.ts$|conformance\.ts$|^e2e\/|^src-main\/testing\/|vitest\.config\.ts$|^scripts\/screenshots\.ts$|^bench\/soak\//,
    why: 'test tools stay in tests',
  },
  {
    package: /^(react|react-dom|zustand|uplot|lucide-react|@tanstack\/.*)(\/.*)?$/,
    allowed: /^src-renderer\//,
    why: 'screens belong to the renderer',
  },
];

/** What a folder of the renderer may import besides itself; features may also use one another's components. */
export const RENDERER_LAYERS: Readonly<Record<string, readonly string[]>> = {
  app: ['features', 'ui', 'forms', 'charts', 'rpc', 'state', 'styles'],
  features: ['features', 'ui', 'forms', 'charts', 'rpc', 'state'],
  forms: ['ui', 'state', 'rpc'],
  charts: ['ui', 'state'],
  ui: ['state'],
  state: ['rpc'],
  rpc: [],
};
