import {
  type ExplainedExpression,
  type ScalarNode,
  type SourceDocument,
  ProblemError,
  childOf,
  compileMapping,
  openMapping,
  overlayOfIntegration,
  placeOf,
  textOf,
  valueOf,
} from '../../../engine/index.ts'
import type { Project } from '../project.ts'
import { recordOf } from './samples.ts'

/** The values that the parts of expressions have on a sample, as the compiled mapping itself tells them. */
export class Values {
  readonly #project: Project
  readonly #evaluating: () => void
  #documents: unknown
  #records = -1
  readonly #known = new Map<string, readonly ExplainedExpression[]>()

  constructor(project: Project, evaluating: () => void) {
    this.#project = project
    this.#evaluating = evaluating
  }

  /**
   * What the narrowest part around an index gives: once for each item that it is evaluated for.
   * @param sample name of the sample that is looked at; else the first of the mapping's source
   */
  at(node: ScalarNode, index: number, document: SourceDocument, integration: SourceDocument | undefined, sample?: string) {
    const { file, line, column } = placeOf(node)
    const expression = this.#expressions(document, integration, sample).find(
      ({ at }) => at.file === file && at.line === line && at.column === column,
    )
    const around = (expression?.parts ?? []).filter(({ start, end }) => start <= index && index < end)
    return around.toSorted((left, right) => left.end - left.start - (right.end - right.start))[0]
  }

  #expressions(
    document: SourceDocument,
    integration: SourceDocument | undefined,
    sample: string | undefined,
  ): readonly ExplainedExpression[] {
    const { documents, recordsVersion } = this.#project
    if (this.#documents !== documents || this.#records !== recordsVersion) this.#known.clear()
    this.#documents = documents
    this.#records = recordsVersion
    const key = `${document.packageName}/${document.name} ${integration?.file ?? ''} ${integration?.name ?? ''} ${sample ?? ''}`
    const known = this.#known.get(key)
    if (known) return known
    const explained = this.#explain(document, integration, sample)
    this.#known.set(key, explained)
    return explained
  }

  #explain(document: SourceDocument, integration: SourceDocument | undefined, wanted: string | undefined): readonly ExplainedExpression[] {
    const { documents, schemas } = this.#project
    const mapping = openMapping(document, { documents, schemas, ...(integration && { overlay: overlayOfIntegration(integration) }) })
    const samples = documents.all('Sample').filter(({ root }) => textOf(childOf(root, 'of')) === mapping.source?.schema)
    const sample = samples.find(({ name }) => name === wanted) ?? samples.find((each) => recordOf(this.#project, each) !== undefined)
    const record = sample && recordOf(this.#project, sample)
    if (mapping.target === undefined || record === undefined) return []
    const chosen = childOf(integration?.root, 'settings')
    const settings = chosen?.kind === 'map' ? (valueOf(chosen) as Record<string, unknown>) : {}
    const key = textOf(childOf(sample!.root, 'key'))
    const steps = childOf(sample!.root, 'steps')
    try {
      const compiled = compileMapping(mapping, { settings })
      this.#evaluating()
      const context = { ...(key !== undefined && { key }), ...(steps && { steps: valueOf(steps) as Record<string, unknown> }) }
      return compiled.explain(record, context).expressions
    } catch (error) {
      // A mapping that does not compile has no values; why, the markers say.
      if (error instanceof ProblemError) return []
      throw error
    }
  }
}
