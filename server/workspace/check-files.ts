import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Problem, childOf, documentProblem, placeOf, textOf, valueOf } from '../../engine/index.ts'
import type { ConnectionSettings } from '../connectors/connector.ts'
import { connectors } from '../connectors/index.ts'
import { workspaceProblem } from './problems.ts'
import { withSandboxAddress } from './sandbox-address.ts'
import type { Workspace } from './workspace.ts'

/** What documents say of the world outside of documents: files beside them, and connectors. */
export function checkFiles({ documents }: Workspace): Problem[] {
  const samples = documents.all('Sample').flatMap(({ root, file }) => {
    const node = childOf(root, 'file')
    const name = textOf(node)
    if (name === undefined || existsSync(join(dirname(resolve(file)), name))) return []
    return [documentProblem('document.unreadable', placeOf(node!), { file: name, reason: 'there is no such file' })]
  })
  const connections = documents.all('Connection').flatMap(({ root }) => {
    const node = childOf(root, 'connector')
    const connector = connectors[textOf(node) ?? '']
    if (connector)
      return connector
        .check(withSandboxAddress(valueOf(root) as ConnectionSettings, 'http://127.0.0.1'))
        .map((problem) => ({ ...problem, at: { ...placeOf(root), ...problem.at } }))
    return [
      workspaceProblem('document.connector-unknown', placeOf(node ?? root), {
        connector: textOf(node) ?? '',
        known: Object.keys(connectors).join(', '),
      }),
    ]
  })
  return [...samples, ...connections]
}
