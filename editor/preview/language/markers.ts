import {
  CheckMemory,
  type DocumentSet,
  type Problem,
  type Range,
  SourceText,
  type Steps,
  checkInSteps,
  sourceOffset,
  tokenize,
  valueIndex,
} from '../../../engine/index.ts'
import type { Project, ReadFile } from '../project.ts'
import { fixesFor } from './fixes.ts'
import type { Marker } from './language-methods.ts'
import { sampleRecords } from './samples.ts'
import { type Spot, documentAt, spotIn } from './spot.ts'

/** How long the check works before whoever waits for a preview gets a turn. */
const turnMs = 25

/**
 * Finds everything that is wrong with the workspace; what did not change since the last time is remembered.
 * @returns undefined while there is more to check: it is then to be called again
 */
export function createMarkers(project: Project): () => Record<string, Marker[]> | undefined {
  let memory = new CheckMemory()
  let recordsVersion = project.recordsVersion
  let steps: Steps<Problem[]> | undefined
  let checked: DocumentSet | undefined
  return () => {
    const { documents, schemas } = project
    // Samples have a say in which paths there are.
    if (recordsVersion !== project.recordsVersion) memory = new CheckMemory()
    if (recordsVersion !== project.recordsVersion || checked !== documents) steps = undefined
    recordsVersion = project.recordsVersion
    checked = documents
    const samples = (schema: string) => sampleRecords(project, schema)
    steps ??= checkInSteps({ documents, schemas }, { samples, memory })
    const end = performance.now() + turnMs
    for (;;) {
      const step = steps.next()
      if (step.done) {
        steps = undefined
        return markersOf(project, step.value)
      }
      if (performance.now() > end) return undefined
    }
  }
}

function markersOf(project: Project, meaning: readonly Problem[]): Record<string, Marker[]> {
  const markers: Record<string, Marker[]> = {}
  for (const problem of [...project.problems(), ...meaning]) {
    const file = project.files.get(problem.at.file ?? '')
    if (!file) continue
    const found = (markers[file.file.path] ??= [])
    const marker = markerOf(problem, file)
    const isKnown = found.some((each) => each.from === marker.from && each.problem.message === problem.message)
    if (!isKnown) found.push(marker)
  }
  for (const found of Object.values(markers)) found.sort((left, right) => left.from - right.from)
  return markers
}

function markerOf(problem: Problem, { file, parsed, documents }: ReadFile): Marker {
  const source = parsed.roots[0]?.source ?? new SourceText(file.path, file.text)
  const offset = source.offset(problem.at.line ?? 1, problem.at.column ?? 1)
  const document = documentAt(documents, offset)
  const spot = document && spotIn(document, offset)
  const [from, to] = rangeOf(problem, offset, spot, source)
  return { problem, from, to, fixes: file.isReadOnly ? [] : fixesFor({ problem, offset, spot, source, range: [from, to] }) }
}

/** What to underline: the token of an expression, a key, a value; never more than a few lines. */
function rangeOf(problem: Problem, offset: number, spot: Spot | undefined, source: SourceText): Range {
  const { scalar } = spot ?? {}
  if (scalar && problem.at.expression) {
    const text = String(scalar.value)
    const index = valueIndex(scalar, offset)
    const token = tokenize(text).find(({ start, end }) => start <= index && index < end)
    if (token) return [sourceOffset(scalar, token.start), Math.max(offset + 1, sourceOffset(scalar, token.end))]
    return [Math.max(scalar.range[0], offset - 1), Math.max(offset, scalar.range[0] + 1)]
  }
  if (spot?.isKey && spot.entry) return spot.entry.keyRange
  if (scalar && scalar.range[1] > scalar.range[0]) return [scalar.range[0], scalar.range[1]]
  const line = source.line(source.place(offset).line)
  const rest = line.slice(source.place(offset).column - 1).trimEnd()
  return [offset, offset + Math.max(1, rest.length)]
}
