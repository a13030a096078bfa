import { once } from '../../once.ts'
import { type Limits, limitsOf } from '../limits.ts'
import { inCall } from '../runtime/call.ts'
import { evaluateWithin, evaluation } from '../runtime/evaluation.ts'
import { startMeter } from '../runtime/meter.ts'
import { checkSize } from '../runtime/result.ts'
import { asExpressionError, cleanConstant, cleaner, noteFailure, type Note, type Notes } from '../runtime/template.ts'
import { trace } from '../runtime/trace.ts'
import type { CompiledTemplate, SlotFailure, Template, TemplateOptions, TemplateResult, TracedResult } from '../template.ts'
import { type AssembledTemplate, assembleTemplate } from './assembled.ts'
import { FusedWriter } from './fused.ts'

/**
 * Compiles a tree of expressions. There are two forms of the same code: one fused function, which stops at the first failure, and slots
 * that are assembled, which go on and tell them all. A template that is being edited has the second alone, which reuses what did not
 * change.
 *
 * @throws TemplateError for expressions with syntax errors and lets that need each other
 */
export function compileTemplate(template: Template, options: TemplateOptions = {}): CompiledTemplate {
  const limits = { ...limitsOf[options.profile ?? 'document'], ...options.limits }
  const clean = cleaner(options)
  const fuse = once(() => new FusedWriter(options).compile(template))
  const assemble = once(() => assembleTemplate(template, options, false))
  const assembleTraced = once(() => assembleTemplate(template, options, true))
  if (options.isEdited) assemble()
  else fuse()

  const runFast = (source: unknown, variables: Record<string, unknown>): TemplateResult => {
    const notes = newNotes(limits)
    const value = fuse().run(source, variables, notes)
    checkSize(value, notes.size)
    return { value, failures: none, warnings: describeAll(notes.warnings) }
  }
  const runCarefully = (source: unknown, variables: Record<string, unknown>): TemplateResult => {
    const notes = newNotes(limits)
    const value = within(template, notes, () => assemble().run(source, variables, notes))
    return { value, failures: describeAll(notes.failures), warnings: describeAll(notes.warnings) }
  }

  return {
    get source() {
      return fuse().source
    },
    run(record, variables = {}) {
      return evaluateWithin(limits, options, () => {
        const source = clean(record)
        if (options.isEdited) return runCarefully(source, variables)
        try {
          return runFast(source, variables)
        } catch {
          // From the beginning, with all of the time: what is too slow is to be told where it stands.
          startMeter(limits)
          return runCarefully(source, variables)
        }
      })
    },
    trace(record, variables = {}) {
      const traced = assembleTraced()
      return evaluateWithin(limits, options, () => trace.start(() => runTraced(template, traced, options, limits, record, variables)))
    },
  }
}

/** A result that is too large is a failure of the whole. */
function within(template: Template, notes: Notes, make: () => unknown): unknown {
  const value = make()
  try {
    checkSize(value, notes.size)
    return value
  } catch (error) {
    noteFailure(notes, template.site, [], error)
    return undefined
  }
}

function runTraced(
  template: Template,
  traced: AssembledTemplate,
  options: TemplateOptions,
  limits: Limits,
  record: unknown,
  variables: Record<string, unknown>,
): TracedResult {
  const source = cleaner(options)(record)
  trace.locate('source', record, source)
  for (const [name, value] of Object.entries(options.constants ?? {})) trace.locate(name, value, cleanConstant(options, value))
  for (const [name, value] of Object.entries(variables)) trace.locate(name, value)
  const notes = newNotes(limits)
  const value = within(template, notes, () => traced.run(source, variables, notes))
  const failures = describeAll(notes.failures)
  return { value, failures, warnings: describeAll(notes.warnings), lineage: trace.lineage(), nodes: traced.nodes() }
}

/** What is noted, and where: generated code tells the place before it calls something that may warn. */
function newNotes({ result }: Limits): Notes {
  const size = { values: 0, hasLong: false, limit: result }
  const notes: Notes = { failures: [], warnings: [], site: 0, indexes: [], position: undefined, size, isOver: false }
  evaluation.warn = (error) => {
    const { site, indexes, position } = notes
    notes.warnings.push({ site, indexes, error: inCall(error, position, undefined) })
  }
  return notes
}

const none: readonly SlotFailure[] = []

/** Nearly always there are none: then it is always the same list. */
function describeAll(notes: readonly Note[]): readonly SlotFailure[] {
  return notes.length === 0 ? none : notes.map(describe)
}

function describe({ site, indexes, error }: Note): SlotFailure {
  const { code, message, hint, position, token, value } = asExpressionError(error)
  return { site, indexes, code, message, hint, position, token, value }
}
