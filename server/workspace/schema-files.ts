import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Schema, SchemaSource } from '../../engine/index.ts'

/** The schemas in folders, by their path without `.json`: `business-central/v2.0/salesOrder`. Earlier folders win. */
export function schemaFiles(...folders: string[]): SchemaSource {
  const files = new Map<string, string>()
  for (const folder of folders)
    for (const file of jsonFiles(folder)) {
      const name = relative(folder, file).slice(0, -'.json'.length).split(sep).join('/')
      if (!name.startsWith('document/') && !files.has(name)) files.set(name, file)
    }
  const read = new Map<string, Schema>()
  return {
    get(name) {
      const file = files.get(name)
      if (file === undefined) return undefined
      let schema = read.get(name)
      if (!schema) read.set(name, (schema = JSON.parse(readFileSync(file, 'utf8')) as Schema))
      return schema
    },
    names: () => files.keys(),
  }
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
