import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = new URL('.', import.meta.url);

/** The editor's library brings a Markdown renderer and a highlighter, which are larger than all the rest: ours stands in. */
const plainMarkdown = {
  name: 'plain-markdown',
  resolveId: (source, importer) =>
    source.endsWith('/utils/markdown') && importer?.includes('codemirror-json-schema')
      ? fileURLToPath(new URL('src/pages/pipeline/editor/plain-markdown.ts', here))
      : undefined,
};

// JSX is compiled by Vite itself; a plug-in of its own for Preact is only worth its weight for hot reloading.
export default defineConfig({
  root: fileURLToPath(here),
  plugins: [plainMarkdown],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['@switchyard/source', 'browser', 'module', 'import', 'default'] },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 600 },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
