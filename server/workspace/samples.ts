import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type SampleRecord, type SourceDocument, childOf, textOf, valueOf } from '../../engine/index.ts'
import type { Workspace } from './workspace.ts'

/** The record of a Sample document: in the document itself, or in a file beside it. */
export function readSample(document: SourceDocument): SampleRecord | undefined {
  const value = sampleValue(document)
  if (value === undefined) return undefined
  const key = textOf(childOf(document.root, 'key'))
  const steps = childOf(document.root, 'steps')
  return { value, ...(key !== undefined && { key }), ...(steps && { steps: valueOf(steps) as Record<string, unknown> }) }
}

function sampleValue(document: SourceDocument): unknown {
  const value = childOf(document.root, 'value')
  if (value) return valueOf(value)
  const file = textOf(childOf(document.root, 'file'))
  if (file === undefined) return undefined
  const path = join(dirname(resolve(document.file)), file)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as unknown) : undefined
}

/** The records of all samples of a schema: what a source may have besides what its schema says. */
export function samplesOf({ documents }: Workspace): (schema: string) => readonly unknown[] {
  return (schema) =>
    documents
      .all('Sample')
      .filter(({ root }) => textOf(childOf(root, 'of')) === schema)
      .flatMap((document) => readSample(document)?.value ?? [])
}

export function sampleNamed(workspace: Workspace, name: string, packageName: string): SampleRecord | undefined {
  const document = workspace.documents.find('Sample', name, packageName)
  return document && readSample(document)
}
