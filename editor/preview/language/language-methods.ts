import type { Problem, TextEdit } from '../../../engine/index.ts'
import type { SampleChoice } from '../sample.ts'
import type { EngineContext } from '../protocol.ts'
import { Sightings } from './sightings.ts'
import { complete } from './complete.ts'
import { definition } from './definition.ts'
import { format } from './format.ts'
import { hover } from './hover.ts'
import { createMarkers } from './markers.ts'
import type { ReadyMappings } from '../ready-mappings.ts'
import { type RowLanguageApi, rowLanguageMethods } from './row-language.ts'
import { signature } from './signature.ts'
import { Values } from './values.ts'

/** A place in a file's text: an offset in it. */
export interface TextPlace {
  readonly path: string
  readonly offset: number
  /** The sample that is looked at. */
  readonly sample?: SampleChoice
}

/** A change that mends a problem. */
export interface Fix {
  readonly title: string
  readonly path: string
  readonly edits: readonly TextEdit[]
}

/** A problem where it stands in a text. */
export interface Marker {
  readonly problem: Problem
  readonly from: number
  readonly to: number
  readonly fixes: readonly Fix[]
}

export type CompletionKind =
  'field' | 'function' | 'variable' | 'setting' | 'table' | 'step' | 'property' | 'key' | 'value' | 'document' | 'keyword'

export interface Completion {
  readonly label: string
  readonly kind: CompletionKind
  /** Type and sample value, signature, length: beside the label. */
  readonly detail: string
  /** Markdown of our own making: nothing of a record stands in it. */
  readonly documentation?: string
  readonly insert: string
  /** `$1` in it is where the cursor goes. */
  readonly isSnippet?: boolean
  readonly from: number
  readonly to: number
  /** Lower ones come first. */
  readonly rank: number
  /** Whether the list should open again behind it. */
  readonly continues?: boolean
}

export interface Hover {
  readonly from: number
  readonly to: number
  /** Of our own making, as Markdown. */
  readonly sections: readonly string[]
  /** Of a record, as plain text. */
  readonly value?: string
}

export interface SignatureHelp {
  readonly label: string
  readonly documentation: string
  readonly parameters: readonly string[]
  readonly active: number
}

/** What an editor asks of a language. */
export interface LanguageApi extends RowLanguageApi {
  /** Everything that the checker finds, by path of the file; undefined while there is more to check, and it must be called again. */
  markers(nothing: null): Readonly<Record<string, readonly Marker[]>> | undefined
  complete(place: TextPlace): readonly Completion[]
  hover(place: TextPlace): Hover | undefined
  signature(place: TextPlace): SignatureHelp | undefined
  definition(place: TextPlace): readonly Definition[]
  /** An edit that formats the expression at a place, or why there is none. */
  format(place: TextPlace): { readonly edit: TextEdit } | { readonly refused: string }
}

export interface Definition {
  readonly path: string
  readonly from: number
  readonly to: number
}

export function languageMethods(context: EngineContext, mappings: ReadyMappings): LanguageApi {
  const { project } = context
  const helper = { project, sightings: new Sightings(project), values: new Values(context) }
  return {
    ...rowLanguageMethods(context, mappings, helper),
    markers: createMarkers(project),
    complete: (place) => complete(place, helper),
    hover: (place) => hover(place, helper),
    signature: (place) => signature(place, helper),
    definition: (place) => definition(place, helper),
    format: (place) => format(place, helper),
  }
}
