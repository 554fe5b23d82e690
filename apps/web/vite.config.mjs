import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = new URL('.', import.meta.url);

/** What only works in Node, or weighs much and does nothing in a browser: of such packages only types may be imported. */
const notForBrowsers = {
  name: 'not-for-browsers',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!isBuiltin(id) && !/^(?:class-validator|class-transformer|reflect-metadata)$/.test(id)) return undefined;
    return this.error(`${importer} imports ${id}, which is not for browsers`);
  },
};

// JSX is compiled by Vite itself; a plug-in of its own for Preact is only worth its weight for hot reloading.
export default defineConfig({
  root: fileURLToPath(here),
  plugins: [notForBrowsers],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['@switchyard/source', 'browser', 'module', 'import', 'default'] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    // Which page needs which files: the test of how much script a page loads reads it.
    manifest: 'manifest.json',
    // Under load its plug-ins only wait for the machine.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
