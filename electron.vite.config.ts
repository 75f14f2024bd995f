import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const main = (name: string): string => resolve(import.meta.dirname, 'src-main/entry', `${name}.ts`);

/** Main: the two programs and the files of the worker threads they start. Then the preload, then the pages. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          'electron-main': main('electron-main'),
          'headless-main': main('headless-main'),
          'acquisition-host': main('acquisition-host'),
          'log-host': main('log-host'),
          'historian-host': main('historian-host'),
          'simulator-host': main('simulator-host'),
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
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      rollupOptions: { input: { index: resolve(import.meta.dirname, 'src-renderer/index.html') } },
    },
  },
});
