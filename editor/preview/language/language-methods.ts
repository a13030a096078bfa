import type { Problem, TextEdit } from '../../../engine/index.ts'
import type { EngineContext } from '../protocol.ts'
import { Sightings } from './sightings.ts'
import { createMarkers } from './markers.ts'

/** A place in a file's text: an offset in it. */
export interface TextPlace {
  readonly path: string
  readonly offset: number
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

/** What an editor asks of a language. */
export interface LanguageApi {
  /** Everything that the checker finds, by path of the file; undefined while there is more to check, and it must be called again. */
  markers(nothing: null): Readonly<Record<string, readonly Marker[]>> | undefined
}

export function languageMethods({ project }: EngineContext): LanguageApi {
  const sightings = new Sightings(project)
  void sightings
  return { markers: createMarkers(project) }
}
