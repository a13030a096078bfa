import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { type Plugin, defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Puts the compressed twin beside each file, so that the server has nothing to compress. */
function compressed(folder: string): Plugin {
  return {
    name: 'compressed',
    writeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name)
        if (entry.isFile()) writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)))
      }
    },
  }
}

export default defineConfig({
  root: here('.'),
  plugins: [vue(), compressed(here('../dist/editor'))],
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
