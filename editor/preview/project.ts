import {
  DocumentSet,
  type ParsedText,
  type Problem,
  type Schema,
  type SchemaSource,
  type SourceDocument,
  checkStructure,
  documentsIn,
  isError,
  parseText,
  reparseText,
} from '../../engine/index.ts'
import { outlineEntry } from './outline.ts'
import type { Outline, TextFile } from './protocol.ts'

export interface ReadFile {
  readonly file: TextFile
  readonly parsed: ParsedText
  readonly documents: readonly SourceDocument[]
  /** Of syntax, and of kinds that are not known. */
  readonly problems: readonly Problem[]
  /** Of structure, once it was asked for: it is slow beside the rest. */
  structure?: readonly Problem[]
}

interface TakenDocuments {
  readonly documents: DocumentSet
  /** Of names that are taken twice. */
  readonly problems: readonly Problem[]
}

/** The workspace as the worker sees it: every text, read; one that changes is read again only where it changed. */
export class Project {
  readonly #files = new Map<string, ReadFile>()
  readonly #records = new Map<string, string>()
  /** Rises with every record that becomes another. */
  recordsVersion = 0
  #schemas: SchemaSource = sourceOf({})
  #documents: TakenDocuments | undefined
  /** Rises whenever a document becomes another. */
  revision = 0

  load(files: readonly TextFile[], schemas: string): void {
    this.#files.clear()
    this.#records.clear()
    this.#documents = undefined
    this.#schemas = sourceOf(JSON.parse(schemas) as Record<string, Schema>)
    for (const file of files) this.set(file)
  }

  set(file: TextFile): void {
    const { path, text, packageName } = file
    if (!packageName) {
      this.#records.set(path, text)
      this.recordsVersion++
      return
    }
    const before = this.#files.get(path)?.parsed
    const parsed = before ? reparseText(before, text, path) : parseText(text, path)
    const { documents, problems } = documentsIn(parsed, path, packageName)
    this.#files.set(path, { file, parsed, documents, problems })
    this.#documents = undefined
    this.revision++
  }

  remove(path: string): void {
    this.#files.delete(path)
    this.#records.delete(path)
    this.#documents = undefined
    this.revision++
  }

  get documents(): DocumentSet {
    return this.#taken.documents
  }

  get #taken(): TakenDocuments {
    if (this.#documents) return this.#documents
    const documents = new DocumentSet()
    const problems = [...this.#files.values()].flatMap((read) => documents.take(read.documents))
    return (this.#documents = { documents, problems })
  }

  get schemas(): SchemaSource {
    return this.#schemas
  }

  outline(): Outline {
    return { entries: this.documents.all().map((document) => outlineEntry(document, this.isReadOnly(document.file))) }
  }

  /** What is wrong with every text, with the structure of its documents, and with the documents beside each other. */
  problems(): Problem[] {
    return [...[...this.#files.keys()].flatMap((path) => this.problemsOf(path)), ...this.#taken.problems]
  }

  /** What is wrong with the text of a file, and with the structure of its documents. */
  problemsOf(path: string): readonly Problem[] {
    const read = this.#files.get(path)
    return read ? [...read.problems, ...structureOf(read)] : []
  }

  /** Whether the text cannot be read as a whole: places in it are then those of another text. */
  isBroken(path: string): boolean {
    return this.#files.get(path)?.problems.some(isError) ?? false
  }

  /** Files of documents, as they were read. */
  get files(): ReadonlyMap<string, ReadFile> {
    return this.#files
  }

  isReadOnly(path: string): boolean {
    return this.#files.get(path)?.file.isReadOnly ?? true
  }

  text(path: string): string | undefined {
    return this.#files.get(path)?.file.text ?? this.#records.get(path)
  }
}

function sourceOf(schemas: Readonly<Record<string, Schema>>): SchemaSource {
  return { get: (name) => (Object.hasOwn(schemas, name) ? schemas[name] : undefined), names: () => Object.keys(schemas) }
}

function structureOf(read: ReadFile): readonly Problem[] {
  return (read.structure ??= read.documents.flatMap(({ root, kind }) => checkStructure(root, kind, read.parsed.isBroken)))
}
