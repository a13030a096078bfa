import { parseSignature, type Signature } from '../runtime/signature.ts'

/** A function of the language: declared once; its reference, its hover text and its tests are made from this. */
export interface FunctionDefinition {
  /** Without the `$`. */
  name: string
  /** JSONata's notation: `<s-nn?:s>`. */
  signature: string
  summary: string
  /** An expression and its value. */
  examples: readonly (readonly [expression: string, value: unknown])[]
  /** The names of its parameters, for hovers. */
  parameters: readonly string[]
  /** How many arguments `$map` and its like pass to it, where that is not the number of parameters. */
  arity?: number
  /**
   * `sequence`: what it returns is a sequence, of which a single item stands for itself. A function decides by the arguments.
   */
  returns?: 'sequence' | ((...args: never[]) => 'sequence' | 'value')
  /** It is given the context of its call behind its own arguments. */
  takesContext?: boolean
  /** It may notice something without failing (`warn`). */
  warns?: boolean
  /** It reads the clock or throws dice: the same arguments may give another result. */
  isPure?: boolean
  /** It raises no error, whatever the arguments are that its signature takes. */
  isTotal?: boolean
  /** It gives nothing only where its first argument is missing. */
  isStrict?: boolean
  /** Gets the arguments as the signature makes them: `a` is always an array, and everything may be undefined. */
  implement: (...args: never[]) => unknown
}

/** A definition that is ready to be called. */
export interface BuiltIn extends FunctionDefinition {
  parsed: Signature
}

export function defineFunction<const Definition extends FunctionDefinition>(definition: Definition): Definition & BuiltIn {
  return { ...definition, parsed: parseSignature(definition.signature) }
}
