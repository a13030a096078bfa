import { parseExpression } from '../1-parse/parse.ts'
import type { Tree } from '../1-parse/tree.ts'
import { expressionProblem } from '../problems.ts'
import { asWritingError } from '../runtime/error.ts'
import type { Let, Slot } from '../template.ts'

/** Something wrong with a template itself. */
export interface TemplateProblem {
  site: number
  code: string
  message: string
  hint: string
  /** In the slot's expression. */
  position?: number
}

export class TemplateError extends Error {
  readonly problems: readonly TemplateProblem[]

  constructor(problems: readonly TemplateProblem[]) {
    super(problems.map((each) => `${each.code}: ${each.message}`).join('\n'))
    this.name = 'TemplateError'
    this.problems = problems
  }
}

/** What is wrong with a template, found while it is compiled: everything, before anything of it runs. */
export class TemplateProblems {
  private readonly found: TemplateProblem[] = []

  /** The tree of a slot; nothing where its text has syntax errors. */
  parse({ text, site }: Extract<Slot, { kind: 'expression' }>): Tree | undefined {
    const { ast, problems } = parseExpression(text)
    for (const { code, message, hint, position } of problems) this.found.push({ site, code, message, hint, position })
    return problems.length === 0 ? ast : undefined
  }

  /** What is well written may still be refused: a regular expression that can take time without bound, a path without end. */
  allowed<Value>(site: number, write: () => Value): Value | undefined {
    try {
      return write()
    } catch (error) {
      const { code, message, hint, position } = asWritingError(error)
      this.found.push({ site, code, message, hint, position })
      return undefined
    }
  }

  /** Lets that need each other can never be computed. Lambdas alone may: computing one calls nothing. */
  checkCycles(lets: readonly Let[]): void {
    const byName = new Map(lets.map((each) => [each.name, each]))
    const treeOf = ({ value }: Let) => (value.kind === 'expression' ? parseExpression(value.text).ast : undefined)
    const needs = (each: Let) => [...(treeOf(each)?.names ?? [])].flatMap((needed) => byName.get(needed) ?? [])
    const done = new Set<Let>()
    const visit = (each: Let, path: readonly Let[]): void => {
      if (path.includes(each)) {
        const cycle = path.slice(path.indexOf(each))
        if (cycle.every((part) => treeOf(part)?.root.kind === 'lambda')) return
        const { code, message, hint } = expressionProblem('expression.let-cycle', {}, { names: cycle.map((part) => part.name).join(', ') })
        this.found.push({ site: each.value.site, code, message, hint })
      } else if (!done.has(each)) {
        for (const needed of needs(each)) visit(needed, [...path, each])
        done.add(each)
      }
    }
    for (const each of lets) visit(each, [])
  }

  /** @throws TemplateError if there are any */
  refuse(): void {
    if (this.found.length > 0) throw new TemplateError(this.found)
  }
}
