import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  plugins: [vue()],
  build: {
    outDir: here('../dist/editor'),
    emptyOutDir: true,
    target: 'es2023',
    // Inline data would need a wider content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      checks: { pluginTimings: false },
      // The page needs a few names of the engine; the engine itself runs in its worker.
      treeshake: { moduleSideEffects: (id) => !id.startsWith(here('../engine')) },
    },
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      checks: { pluginTimings: false },
      // The server gives what stands in engine/ the worker's own content policy.
      output: {
        entryFileNames: (chunk) => (chunk.name.startsWith('engine') ? 'engine/[name]-[hash].js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'engine/[name]-[hash].js',
      },
    },
  },
})
