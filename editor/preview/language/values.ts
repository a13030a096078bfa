import {
  type ExplainedExpression,
  type SampleRecord,
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
import type { EngineContext } from '../protocol.ts'
import { type SampleChoice, chosenRecord, samplesOf } from '../sample.ts'

/** The values that the parts of expressions have on a sample, as the compiled mapping itself tells them. */
export class Values {
  readonly #project: Project
  readonly #evaluating: EngineContext['evaluating']
  #documents: unknown
  #records = -1
  readonly #known = new Map<string, readonly ExplainedExpression[]>()

  constructor({ project, evaluating }: EngineContext) {
    this.#project = project
    this.#evaluating = evaluating
  }

  /**
   * What the narrowest part around an index gives: once for each item that it is evaluated for.
   * @param sample the one that is looked at; where it is of something else, the first of the mapping's source
   */
  at(node: ScalarNode, index: number, document: SourceDocument, integration: SourceDocument | undefined, sample?: SampleChoice) {
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
    sample: SampleChoice | undefined,
  ): readonly ExplainedExpression[] {
    const { documents, recordsVersion } = this.#project
    if (this.#documents !== documents || this.#records !== recordsVersion) this.#known.clear()
    this.#documents = documents
    this.#records = recordsVersion
    const key = `${document.packageName}/${document.name} ${integration?.file ?? ''} ${integration?.name ?? ''} ${JSON.stringify(sample) ?? ''}`
    const known = this.#known.get(key)
    if (known) return known
    const explained = this.#explain(document, integration, sample)
    this.#known.set(key, explained)
    return explained
  }

  #explain(
    document: SourceDocument,
    integration: SourceDocument | undefined,
    wanted: SampleChoice | undefined,
  ): readonly ExplainedExpression[] {
    const { documents, schemas } = this.#project
    const mapping = openMapping(document, { documents, schemas, ...(integration && { overlay: overlayOfIntegration(integration) }) })
    const given = this.#record(mapping.source?.schema, wanted)
    if (mapping.target === undefined || given === undefined) return []
    const chosen = childOf(integration?.root, 'settings')
    const settings = chosen?.kind === 'map' ? (valueOf(chosen) as Record<string, unknown>) : {}
    const { value, key, steps } = given
    try {
      const compiled = compileMapping(mapping, { settings, isEdited: true })
      const context = { ...(key !== undefined && { key }), ...(steps && { steps }) }
      return this.#evaluating(() => compiled.explain(value, context)).expressions
    } catch (error) {
      // A mapping that does not compile has no values; why, the markers say.
      if (error instanceof ProblemError) return []
      throw error
    }
  }

  #record(schema: string | undefined, wanted: SampleChoice | undefined): SampleRecord | undefined {
    const isOther = wanted && 'name' in wanted && this.#schemaOf(wanted) !== schema
    const record = wanted && !isOther ? chosenRecord(this.#project, wanted) : undefined
    return record ?? samplesOf(this.#project, schema)[0]?.record
  }

  #schemaOf({ packageName, name }: { readonly packageName: string; readonly name: string }): string | undefined {
    return textOf(childOf(this.#project.documents.find('Sample', `${packageName}/${name}`)?.root, 'of'))
  }
}
