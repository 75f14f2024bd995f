import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const main = (name: string): string => resolve(import.meta.dirname, 'src-main/entry', `${name}.ts`);

/** A tab's own address (/w/device/…) is a view of the same page, so assets need absolute paths, not the tool's default. */
const absoluteBase = { name: 'absolute-base', enforce: 'post' as const, config: () => ({ base: '/' }) };

/** The page of the calls (/api/docs): Swagger UI as it is published, beside our few lines, so that it needs no internet. */
const apiDocs = {
  name: 'api-docs',
  closeBundle: () => {
    const out = resolve(import.meta.dirname, 'out/renderer/api-docs');
    mkdirSync(out, { recursive: true });
    const own = resolve(import.meta.dirname, 'resources/api-docs');
    const library = resolve(import.meta.dirname, 'node_modules/swagger-ui-dist');
    for (const name of readdirSync(own)) copyFileSync(join(own, name), join(out, name));
    for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE'])
      copyFileSync(join(library, name), join(out, name));
  },
};

/** What is shipped cannot be told to crash: calls of `crashPoint` are left out, with the names in them (`packages.integration.test.ts` looks). */
const noCrashPoints = {
  name: 'no-crash-points',
  enforce: 'pre' as const,
  transform: (code: string) =>
    code.includes('crashPoint') ? { code: code.replaceAll(CRASH_POINT_LINE, ''), map: null } : undefined,
};
const CRASH_POINT_LINE = /^(?:import \{ crashPoint \} from .*|\s*crashPoint\('[\w.]+'\);)$/gm;

/** Main: the two programs and the files of the worker threads they start. Then the preload, then the pages. */
export default defineConfig({
  main: {
    plugins: [noCrashPoints],
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          'electron-main': main('electron-main'),
          'headless-main': main('headless-main'),
          'acquisition-host': main('acquisition-host'),
          'log-host': main('log-host'),
          'historian-host': main('historian-host'),
          'publisher-host': main('publisher-host'),
          'broker-host': main('broker-host'),
          'remote-host': main('remote-host'),
          'explorer-host': main('explorer-host'),
          'witness-host': main('witness-host'),
          'simulator-host': main('simulator-host'),
          'files-host': main('files-host'),
          'probe-host': main('probe-host'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: { input: { preload: main('preload') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), absoluteBase, apiDocs],
    build: {
      outDir: 'out/renderer',
      // The policy of the pages allows fonts from the engine only, not inside the style sheet.
      assetsInlineLimit: 0,
      minify: true,
      rollupOptions: { input: { index: resolve(import.meta.dirname, 'src-renderer/index.html') } },
    },
  },
});
