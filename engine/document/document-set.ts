import type { Problem } from '../problem.ts'
import { checkStructure } from './check-structure.ts'
import { type Suggestion, nearestName, suggestion } from './nearest-name.ts'
import { documentLimits } from './limits.ts'
import { type DocumentNode, type MapNode, childOf, placeOf, textOf } from './node.ts'
import { type ParsedText, parseText } from './parse.ts'
import { documentProblem } from './problems.ts'
import { type Kind, kinds } from './schemas.ts'

/** One document: its kind and name, the package that it belongs to, and its positioned tree. */
export interface SourceDocument {
  readonly kind: Kind
  readonly name: string
  readonly packageName: string
  readonly file: string
  readonly root: MapNode
}

export interface AddedText {
  readonly documents: readonly SourceDocument[]
  readonly problems: readonly Problem[]
}

/** Reads every document of a text and checks its structure; what has no kind that is known is reported and left out. */
export function readDocuments(text: string, file: string, packageName = ''): AddedText {
  const parsed = parseText(text, file)
  const { documents, problems } = documentsIn(parsed, file, packageName)
  return { documents, problems: [...problems, ...documents.flatMap(({ root, kind }) => checkStructure(root, kind, parsed.isBroken))] }
}

/** The documents of a text that was parsed; whether each has the structure of its kind is not checked. */
export function documentsIn({ roots, problems: syntaxProblems }: ParsedText, file: string, packageName = ''): AddedText {
  const problems: Problem[] = [...syntaxProblems]
  const documents: SourceDocument[] = []
  for (const root of roots) {
    const kindText = textOf(childOf(root, 'kind'))
    const kind = kinds.find((each) => each === kindText)
    if (!kind) {
      problems.push(unknownKind(root, kindText))
      continue
    }
    const fields = fieldCount(root)
    if (fields > documentLimits.fields) {
      problems.push(documentProblem('document.too-many-fields', placeOf(root), { fields, limit: documentLimits.fields }))
      continue
    }
    const name = textOf(childOf(root, 'name')) ?? (kind === 'Test' ? `${file}#${documents.length}` : '')
    documents.push({ kind, name, packageName, file, root })
  }
  return { documents, problems }
}

const fieldContainers = new Set(['fields', 'let', 'parts'])

/** Fields and named values of a document, however deep. */
function fieldCount(node: DocumentNode): number {
  if (node.kind === 'list') return node.items.reduce((count, item) => count + fieldCount(item), 0)
  if (node.kind !== 'map') return 0
  return node.entries.reduce((count, { key, value }) => {
    const own = value.kind === 'map' && fieldContainers.has(key) ? value.entries.length : 0
    return count + own + fieldCount(value)
  }, 0)
}

/** The documents of a workspace, found by kind and name. Names are unique among their kind in a package. */
export class DocumentSet {
  readonly #byKey = new Map<string, SourceDocument>()

  /** Takes in every document of a text. */
  add(text: string, file: string, packageName = ''): AddedText {
    const { documents, problems } = readDocuments(text, file, packageName)
    return { documents, problems: [...problems, ...this.take(documents)] }
  }

  /** Takes in documents that were read before. */
  take(documents: readonly SourceDocument[]): Problem[] {
    return documents.flatMap((document) => this.#keep(document))
  }

  #keep(document: SourceDocument): Problem[] {
    const key = keyOf(document.kind, document.packageName, document.name)
    const other = this.#byKey.get(key)
    if (!other) this.#byKey.set(key, document)
    else if (document.name) {
      const { file, line } = placeOf(other.root)
      const { kind, name } = document
      return [documentProblem('document.duplicate-name', placeOf(document.root), { kind, name, other: `${file}:${line}` })]
    }
    return []
  }

  /**
   * The document that a name means, seen from a package: `name` is of that package or, where only one package has it, of another;
   * `package/name` is of the package named.
   */
  find(kind: Kind, reference: string, fromPackage = ''): SourceDocument | undefined {
    const slash = reference.lastIndexOf('/')
    if (slash >= 0) return this.#byKey.get(keyOf(kind, reference.slice(0, slash), reference.slice(slash + 1)))
    const own = this.#byKey.get(keyOf(kind, fromPackage, reference))
    if (own) return own
    const elsewhere = this.all(kind).filter(({ name }) => name === reference)
    return elsewhere.length === 1 ? elsewhere[0] : undefined
  }

  all(kind?: Kind): SourceDocument[] {
    return [...this.#byKey.values()].filter((document) => !kind || document.kind === kind)
  }

  /** A hint for a name that is not there. */
  suggest(kind: Kind, reference: string, fromPackage = ''): Suggestion {
    const documents = this.all(kind)
    // Whoever leaves the package out has misspelt the name alone.
    const near = reference.includes('/')
      ? undefined
      : nearestName(
          reference,
          documents.map(({ name }) => name),
        )
    if (near !== undefined) return suggestion(reference, [near])
    const names = documents.map(({ packageName, name }) => (packageName && packageName !== fromPackage ? `${packageName}/${name}` : name))
    return suggestion(reference, names)
  }
}

function keyOf(kind: Kind, packageName: string, name: string): string {
  return `${kind} ${packageName}/${name}`
}

function unknownKind(root: MapNode, kind: string | undefined): Problem {
  const node = childOf(root, 'kind')
  const at = placeOf(node ?? root)
  if (node === undefined) return documentProblem('document.missing-key', at, { place: 'a document', key: 'kind' })
  return documentProblem('document.unknown-kind', at, { kind: kind ?? '', ...suggestion(kind ?? '', kinds) })
}
