import { type Entry, type Problem, type ScalarNode, childOf, tokenize, valueIndex } from '../../../engine/index.ts'
import type { MappingAddress, Slot } from '../mapping-view.ts'
import { obstaclesOf } from '../open-mapping.ts'
import { rowOf } from '../problem-row.ts'
import type { EngineContext } from '../protocol.ts'
import type { ReadyMappings } from '../ready-mappings.ts'
import type { SampleChoice } from '../sample.ts'
import { completeExpression } from './complete-expression.ts'
import type { Helper } from './complete.ts'
import { type CursorPlace, wordAround } from './cursor.ts'
import { hoverExpression } from './hover.ts'
import type { Completion, Hover, SignatureHelp } from './language-methods.ts'
import { signatureIn } from './signature.ts'
import { documentAt, spotIn } from './spot.ts'

/** An expression as it is being written in its row; the text of the document may be a key behind. */
export interface RowPlace {
  readonly address: MappingAddress
  readonly row: string
  readonly slot: Slot
  readonly text: string
  readonly index: number
  readonly sample?: SampleChoice
}

/** Something that is wrong inside an expression: offsets in its text. */
export interface Fault {
  readonly from: number
  readonly to: number
  readonly problem: Problem
}

/** What the editor of a row asks of the language: all places are offsets in the expression. */
export interface RowLanguageApi {
  /** Undefined where the row is not in the document yet. */
  completeInRow(place: RowPlace): readonly Completion[] | undefined
  hoverInRow(place: RowPlace): Hover | undefined
  signatureInRow(place: RowPlace): SignatureHelp | undefined
  /** What keeps the row's expression from being run. */
  faultsInRow(place: Omit<RowPlace, 'index' | 'text'>): readonly Fault[]
}

export function rowLanguageMethods({ project }: EngineContext, mappings: ReadyMappings, helper: Helper): RowLanguageApi {
  return {
    completeInRow(place) {
      const cursor = cursorOf(place)
      return cursor && completeExpression(cursor, helper)
    },
    hoverInRow(place) {
      const cursor = cursorOf(place)
      const scalar = cursor?.scalar
      const found = cursor && hoverExpression(cursor, place.sample, helper)
      // The value of a part is told where it stands in the document; names are told in the text of the row.
      return found && scalar && found.isInDocument
        ? { ...found, from: valueIndex(scalar, found.from), to: valueIndex(scalar, found.to) }
        : found
    },
    signatureInRow: ({ text, index }) => signatureIn(text, index),
    faultsInRow({ address, row, slot }) {
      const opened = mappings.open(address)
      const scalar = scalarOf(address, row, slot)
      if (!opened || !scalar) return []
      return [...obstaclesOf(opened.opened, project), ...opened.obstacles]
        .filter((problem) => rowOf(problem) === row && problem.at.file === scalar.source.file)
        .flatMap((problem) => faultIn(scalar, problem) ?? [])
    },
  }

  function scalarOf(address: MappingAddress, row: string, slot: Slot): ScalarNode | undefined {
    const entry = mappings.open(address)?.rows.find((each) => each.row.id === row)?.entry
    return entry && slotScalar(entry, slot)
  }

  function cursorOf({ address, row, slot, text, index }: RowPlace): (CursorPlace & { kind: 'expression' }) | undefined {
    const scalar = scalarOf(address, row, slot)
    const read = scalar && project.files.get(scalar.source.file)
    const document = read && documentAt(read.documents, scalar.range[0])
    if (!document) return undefined
    const spot = spotIn(document, scalar.range[0])
    return { kind: 'expression', spot, text, index, range: wordAround(text, index), ...(scalar.value === text && { scalar }) }
  }
}

function slotScalar({ value }: Entry, slot: Slot): ScalarNode | undefined {
  const node = slot === 'value' ? (childOf(value, 'expr') ?? value) : childOf(value, slot)
  return node?.kind === 'scalar' ? node : undefined
}

function faultIn(scalar: ScalarNode, problem: Problem): Fault | undefined {
  const { line, column } = problem.at
  if (line === undefined || column === undefined) return undefined
  const offset = scalar.source.offset(line, column)
  if (offset < scalar.range[0] || offset > scalar.range[1]) return undefined
  const text = String(scalar.value)
  const index = valueIndex(scalar, offset)
  const token = tokenize(text).find(({ start, end }) => start <= index && index < end)
  // What is missing at the end is shown at the last character.
  const from = token?.start ?? Math.max(0, Math.min(index, text.length) - 1)
  return { from, to: token?.end ?? from + 1, problem }
}
