import { type SourceDocument, childOf, textOf, valueOf } from '../../../engine/index.ts'
import type { Project } from '../project.ts'

/** The records of the Sample documents of a schema, where they are known. */
export function sampleRecords(project: Project, schema: string): unknown[] {
  return project.documents
    .all('Sample')
    .filter(({ root }) => textOf(childOf(root, 'of')) === schema)
    .flatMap((document) => recordOf(project, document) ?? [])
}

export function recordOf(project: Project, { root, file }: SourceDocument): unknown {
  const value = childOf(root, 'value')
  if (value) return valueOf(value)
  const name = textOf(childOf(root, 'file'))
  const text = name === undefined ? undefined : project.text(besides(file, name))
  return text === undefined ? undefined : parsed(text)
}

/** The path of a file that is named beside a document. */
export function besides(documentPath: string, file: string): string {
  const steps = documentPath.split('/').slice(0, -1)
  for (const step of file.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.') steps.push(step)
  }
  return steps.join('/')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
