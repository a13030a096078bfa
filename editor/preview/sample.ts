import { type SampleRecord, type SourceDocument, childOf, textOf, valueOf } from '../../engine/index.ts'
import { recordPath } from './outline.ts'
import type { Project } from './project.ts'

/** A record to try a mapping on: one of the workspace, or a text that is not saved. */
export type SampleChoice = { readonly packageName: string; readonly name: string } | { readonly text: string; readonly key?: string }

/** Undefined where there is no such sample, or its text is no JSON. */
export function chosenRecord(project: Project, choice: SampleChoice): SampleRecord | undefined {
  if ('text' in choice) {
    const value = parsed(choice.text)
    return value === undefined ? undefined : { value, ...(choice.key !== undefined && { key: choice.key }) }
  }
  const document = project.documents.find('Sample', `${choice.packageName}/${choice.name}`)
  return document && sampleRecord(project, document)
}

export function sampleRecord(project: Project, document: SourceDocument): SampleRecord | undefined {
  const { root, file } = document
  const own = childOf(root, 'value')
  const path = recordPath(file, textOf(childOf(root, 'file')))
  const text = path === undefined ? undefined : project.text(path)
  const value = own ? valueOf(own) : text === undefined ? undefined : parsed(text)
  if (value === undefined) return undefined
  const key = textOf(childOf(root, 'key'))
  const steps = childOf(root, 'steps')
  return { value, ...(key !== undefined && { key }), ...(steps && { steps: valueOf(steps) as Record<string, unknown> }) }
}

/** The samples of a source's schema whose records are there. */
export function samplesOf(
  project: Project,
  schema: string | undefined,
): { readonly document: SourceDocument; readonly record: SampleRecord }[] {
  return project.documents
    .all('Sample')
    .filter(({ root }) => textOf(childOf(root, 'of')) === schema)
    .flatMap((document) => {
      const record = sampleRecord(project, document)
      return record ? [{ document, record }] : []
    })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
