import type { FunctionDefinition } from './functions/definition.ts'
import type { Limits, Profile } from './limits.ts'

export interface CompileOptions {
  /** Adds `trace`, which tells the value of every part of the expression, and what it read. */
  trace?: boolean
  /**
   * `library` (default): the whole language, with JSONata's own limits. `document`: the limits of documents, no `$eval`, and only
   * regular expressions that run in linear time.
   */
  profile?: Profile
  /** Over those of the profile. */
  limits?: Partial<Limits>
  /** Functions beside the built-in ones, or in their place. */
  functions?: readonly FunctionDefinition[]
  /** Milliseconds since 1970; read once per evaluation. */
  clock?: () => number
  /** From 0 to below 1, for `$random` and `$shuffle`. */
  random?: () => number
}
