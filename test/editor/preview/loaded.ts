import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MappingApi, mappingMethods } from '../../../editor/preview/mapping-methods.ts'
import { type InsightApi, insightMethods } from '../../../editor/preview/insight-methods.ts'
import { Project } from '../../../editor/preview/project.ts'
import { ReadyMappings } from '../../../editor/preview/ready-mappings.ts'
import type { TextFile } from '../../../editor/preview/protocol.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Loaded {
  readonly project: Project
  readonly mappings: MappingApi & InsightApi
  /** Gives a file of the customer's workspace another text. */
  write(path: string, text: string): void
}

const shipped = filesBelow('mappings', /\.ya?ml$/)
const schemas = JSON.stringify(
  Object.fromEntries(
    filesBelow('schemas', /\.json$/).map(({ path, text }) => [
      path.replace(/^schemas\//, '').replace(/\.json$/, ''),
      JSON.parse(text) as unknown,
    ]),
  ),
)
const records = filesBelow('mappings/app4sales-to-business-central/samples', /\.json$/)

/** The engine's worker without the worker: the shipped defaults, and files of a customer's workspace. */
export function loadProject(files: Readonly<Record<string, string>> = {}): Loaded {
  const project = new Project()
  const context = { project, evaluating: <Result>(evaluate: () => Result) => evaluate() }
  const ready = new ReadyMappings(context)
  const own = Object.entries(files).map(([path, text]) => workspaceFile(path, text))
  project.load([...shipped.map(shippedFile), ...own], schemas)
  for (const { path, text } of records)
    project.set({ path: path.replace(/^mappings/, 'defaults'), packageName: '', isReadOnly: true, text })
  return {
    project,
    mappings: { ...mappingMethods(context, ready), ...insightMethods(context, ready) },
    write: (path, text) => project.set(workspaceFile(path, text)),
  }
}

function shippedFile({ path, text }: { path: string; text: string }): TextFile {
  return { path: path.replace(/^mappings/, 'defaults'), packageName: path.split('/')[1]!, isReadOnly: true, text }
}

function workspaceFile(path: string, text: string): TextFile {
  return { path: `workspace/${path}`, packageName: 'workspace', isReadOnly: false, text }
}

function filesBelow(folder: string, pattern: RegExp): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !entry.parentPath.endsWith('demo'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
}
