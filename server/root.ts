import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the product: it has schemas/ and mappings/, whether this file runs from its source or from dist/. */
export const productRoot = findRoot(dirname(fileURLToPath(import.meta.url)))

/** Where the key and the sealed tokens stand. */
export const stateFolder = join(productRoot, '.fieldloom', 'state')

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'mappings'))) return folder
    if (folder === dirname(folder)) throw new Error(`no product folder above ${from}`)
  }
}
