import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  type Place,
  type Problem,
  type SourceDocument,
  documentProblem,
  childOf,
  keyPlaceOf,
  entryOf,
  nodeAt,
  placeOf,
  textOf,
  valueOf,
} from '../../engine/index.ts'
import { checkConnection } from '../connectors/check.ts'
import type { ConnectionSettings } from '../connectors/connector.ts'
import { withSandboxAddress } from './sandbox-address.ts'
import type { Workspace } from './workspace.ts'

/** What documents say of the world outside of documents: files beside them, and connectors. */
export function checkFiles({ documents, schemas }: Workspace): Problem[] {
  const samples = documents.all('Sample').flatMap(({ root, file }) => {
    const node = childOf(root, 'file')
    const name = textOf(node)
    if (name === undefined || existsSync(join(dirname(resolve(file)), name))) return []
    return [documentProblem('document.unreadable', placeOf(node!), { file: name, reason: 'there is no such file' })]
  })
  const connections = documents.all('Connection').flatMap((document) => {
    const settings = valueOf(document.root) as ConnectionSettings
    if (typeof settings.connector !== 'string') return []
    const problems = checkConnection(withSandboxAddress(settings, 'http://127.0.0.1'), schemas)
    return problems.map((problem) => ({ ...problem, at: { ...placeInConnection(document, problem.at.path), ...problem.at } }))
  })
  return [...samples, ...connections]
}

/** Where the key that is meant is written or, where it is missing, where the connection begins. */
function placeInConnection({ root, name }: SourceDocument, path = ''): Place {
  const keys = path.split('.')
  const entry = entryOf(nodeAt(root, keys.slice(0, -1)), keys.at(-1)!)
  return { ...(entry ? keyPlaceOf(entry) : placeOf(root)), document: name }
}
