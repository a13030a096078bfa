import { type Kind, childOf, textOf } from '../../engine/index.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { openWorkspaceFor } from '../workspace/lookup.ts'

export interface ListOptions {
  readonly workspace?: string
  readonly json?: boolean
}

const listed: readonly Kind[] = ['Integration', 'Flow', 'Mapping', 'Table', 'Settings', 'System', 'Connection', 'Sample']

/** Lists what there is, by kind: what ships, and what the workspace adds. */
export async function listCommand({ workspace: folder, json = false }: ListOptions, terminal: Terminal): Promise<ExitCode> {
  const workspace = openWorkspaceFor(undefined, folder)
  const documents = listed.flatMap((kind) =>
    workspace.documents.all(kind).map(({ name, packageName, file, root }) => ({
      kind,
      name: packageName ? `${packageName}/${name}` : name,
      title: textOf(childOf(root, 'title')) ?? textOf(childOf(root, 'description')) ?? '',
      file,
    })),
  )
  if (json) {
    writeJson(terminal, { documents })
    return exitCodes.ok
  }
  const width = Math.max(...documents.map(({ name }) => name.length))
  for (const kind of listed) {
    const ofKind = documents.filter((document) => document.kind === kind)
    if (ofKind.length === 0) continue
    writeLine(terminal.output, `${kind}`)
    for (const { name, title } of ofKind) writeLine(terminal.output, `  ${name.padEnd(width)}  ${firstLine(title)}`.trimEnd())
  }
  return exitCodes.ok
}

function firstLine(text: string): string {
  return text.split('\n')[0]!
}
