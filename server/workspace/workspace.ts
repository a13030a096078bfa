import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DocumentSet, type Problem, type SchemaSource } from '../../engine/index.ts'
import { productRoot } from '../root.ts'
import { addFile, documentFiles, packageOf } from './document-files.ts'
import { schemaFiles } from './schema-files.ts'

/** All documents and schemas that can be referred to: the packages that ship with the product, and those of a folder of one's own. */
export interface Workspace {
  readonly documents: DocumentSet
  readonly schemas: SchemaSource
  /** What is wrong with the structure of the documents; what they mean is checked where they are used. */
  readonly problems: readonly Problem[]
}

/**
 * Reads the shipped packages and, besides, files and folders of one's own.
 * @param paths files or folders; those inside a package that is shipped are read once
 */
export function loadWorkspace(...paths: string[]): Workspace {
  const documents = new DocumentSet()
  const files = new Set([...shippedPackages(), ...paths].flatMap((path) => (existsSync(path) ? documentFiles(path) : [path])))
  const problems = [...files].flatMap((file) => addFile(documents, file, packageOf(file)))
  const own = paths.map((path) => join(path, 'schemas')).filter((folder) => existsSync(folder))
  return { documents, schemas: schemaFiles(...own, join(productRoot, 'schemas')), problems }
}

/** The demo is a template of a workspace, not a package: it counts only once it was copied. */
export function shippedPackages(): string[] {
  const folder = join(productRoot, 'mappings')
  const packages = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== demoName)
  return packages.map(({ name }) => join(folder, name))
}

/** The folder of `mappings/` that `start` copies. */
export const demoName = 'demo'
