import { type AddedText, DocumentSet, type Problem, type Schema, type SchemaSource, readDocuments } from '../../engine/index.ts'
import { outlineEntry } from './outline.ts'
import type { Outline, TextFile } from './protocol.ts'

interface ReadFile {
  readonly file: TextFile
  /** Undefined for a file without documents: the record of a sample. */
  readonly read?: AddedText
}

/** The workspace as the worker sees it: every text, read. */
export class Project {
  readonly #files = new Map<string, ReadFile>()
  #schemas: Readonly<Record<string, Schema>> = {}
  #documents: DocumentSet | undefined
  #setProblems: readonly Problem[] = []

  load(files: readonly TextFile[], schemas: string): void {
    this.#files.clear()
    this.#schemas = JSON.parse(schemas) as Record<string, Schema>
    for (const file of files) this.set(file)
  }

  set(file: TextFile): void {
    const read = file.packageName ? readDocuments(file.text, file.path, file.packageName) : undefined
    this.#files.set(file.path, { file, ...(read && { read }) })
    this.#documents = undefined
  }

  remove(path: string): void {
    this.#files.delete(path)
    this.#documents = undefined
  }

  get documents(): DocumentSet {
    if (this.#documents) return this.#documents
    const documents = new DocumentSet()
    this.#setProblems = [...this.#files.values()].flatMap(({ read }) => (read ? documents.take(read.documents) : []))
    return (this.#documents = documents)
  }

  get schemas(): SchemaSource {
    const schemas = this.#schemas
    return { get: (name) => (Object.hasOwn(schemas, name) ? schemas[name] : undefined), names: () => Object.keys(schemas) }
  }

  outline(): Outline {
    const documents = this.documents
    const problems: Record<string, Problem[]> = {}
    for (const { file, read } of this.#files.values()) if (read) problems[file.path] = [...read.problems]
    for (const problem of this.#setProblems) problems[problem.at.file ?? '']?.push(problem)
    return { entries: documents.all().map((document) => outlineEntry(document, this.isReadOnly(document.file))), problems }
  }

  isReadOnly(path: string): boolean {
    return this.#files.get(path)?.file.isReadOnly ?? true
  }

  text(path: string): string | undefined {
    return this.#files.get(path)?.file.text
  }
}
