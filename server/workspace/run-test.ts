import {
  type CaseResult,
  type CompileMappingOptions,
  type CompiledMapping,
  type FlowProgram,
  ProblemError,
  type SourceDocument,
  childOf,
  compileFlow,
  compileMapping,
  isError,
  openFlow,
  openMapping,
  readCases,
  readFlowCases,
  resolveSettings,
  runCase,
  runFlowCase,
  targetsInDocuments,
  textOf,
} from '../../engine/index.ts'
import { type Integration, documentNamed, integrationNamed } from './lookup.ts'
import { sampleNamed } from './samples.ts'
import type { Workspace } from './workspace.ts'

type Values = Readonly<Record<string, unknown>>

/** Runs the cases of a Test document, one after the other. */
export function runTest(document: SourceDocument, workspace: Workspace): CaseResult[] {
  const sample = (name: string) => sampleNamed(workspace, name, document.packageName)
  if (textOf(childOf(document.root, 'flow')) === undefined) {
    const compile = compilerOfMapping(document, workspace)
    return readCases(document).map((tested) => settled(tested, () => runCase(tested, compile, sample)))
  }
  const compile = compilerOfFlow(document, workspace)
  return readFlowCases(document).map((tested) => settled(tested, () => runFlowCase(tested, compile, sample)))
}

/** A case whose documents or settings are refused has failed. */
function settled({ title, at }: Pick<CaseResult, 'title' | 'at'>, run: () => CaseResult): CaseResult {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { title, at, passed: false, failures: error.problems.map(({ code, message }) => `problem ${code}: ${message}`) }
  }
}

/** Cases with the same settings share what is compiled for them. */
function compilerOfMapping(document: SourceDocument, workspace: Workspace): (options: CompileMappingOptions) => CompiledMapping {
  const { integration, sources, reference } = subjectOf(document, workspace, 'mapping')
  const mapping = openMapping(documentNamed(workspace, 'Mapping', reference), sources)
  return remembering((options) => compileMapping(mapping, { ...options, settings: { ...integration?.settings, ...options.settings } }))
}

function compilerOfFlow(
  document: SourceDocument,
  workspace: Workspace,
): (tested: { settings: Values; tables: Readonly<Record<string, Values>> }) => FlowProgram {
  const { integration, sources, reference } = subjectOf(document, workspace, 'flow')
  const open = openFlow(documentNamed(workspace, 'Flow', reference), sources)
  const compile = remembering(({ settings, tables }: { settings: Values; tables: Readonly<Record<string, Values>> }) => {
    const { values, problems } = resolveSettings(open.facts.settings, { ...integration?.settings, ...settings })
    const errors = problems.filter(isError)
    if (errors.length > 0) throw new ProblemError(...errors)
    return compileFlow(open, { settings: values, tables, target: targetsInDocuments(open, values) })
  })
  return ({ settings, tables }) => compile({ settings, tables })
}

function remembering<Options, Compiled>(compile: (options: Options) => Compiled): (options: Options) => Compiled {
  const known = new Map<string, Compiled>()
  return (options) => {
    const key = JSON.stringify(options)
    let compiled = known.get(key)
    if (!compiled) known.set(key, (compiled = compile(options)))
    return compiled
  }
}

function subjectOf(document: SourceDocument, workspace: Workspace, key: 'mapping' | 'flow') {
  const name = textOf(childOf(document.root, 'integration'))
  const integration: Integration | undefined = name === undefined ? undefined : integrationNamed(workspace, name)
  const given = textOf(childOf(document.root, key)) ?? ''
  const reference = given.includes('/') ? given : `${integration?.packageName ?? document.packageName}/${given}`
  const { documents, schemas } = workspace
  return { integration, reference, sources: { documents, schemas, ...(integration && { overlay: integration.overlay }) } }
}
