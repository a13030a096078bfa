import {
  type CompileMappingOptions,
  type CompiledMapping,
  DocumentSet,
  type FlowProgram,
  type Problem,
  ProblemError,
  type SourceDocument,
  checkDocuments,
  childOf,
  compileFlow,
  compileMapping,
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
import { checkStructure } from '../../engine/document/check-structure.ts'
import type { OpenFlow } from '../../engine/flow/open-flow.ts'
import { documentNamed } from '../../server/workspace/lookup.ts'
import { sampleNamed, samplesOf } from '../../server/workspace/samples.ts'
import type { Workspace } from '../../server/workspace/workspace.ts'
import { documentsBehind } from './documents-behind.ts'
import type { Mutant } from './mutants.ts'

/** Who noticed that a document is broken, and by what. */
export interface Notice {
  readonly by: 'case' | 'check' | 'sandbox'
  readonly what: string
}

type Values = Readonly<Record<string, unknown>>
type FlowCase = ReturnType<typeof readFlowCases>[number]

interface Suite {
  readonly test: SourceDocument
  readonly subject: SourceDocument
  /** The subject and all that it takes in. */
  readonly behind: ReadonlySet<SourceDocument>
  readonly cases: readonly { readonly tested: FlowCase; readonly text: string }[]
}

/** Tries mutants on the cases and checks of a package. All that a mutant does not change is read and compiled once. */
export class Trial {
  readonly #workspace: Workspace
  readonly #documents: readonly SourceDocument[]
  readonly #suites: readonly Suite[]
  readonly #programs = new Map<string, FlowProgram>()
  readonly #complaints: ReadonlySet<string>

  constructor(workspace: Workspace, tests: readonly SourceDocument[] = workspace.documents.all('Test')) {
    this.#workspace = workspace
    this.#documents = workspace.documents.all()
    this.#suites = tests.map((test) => this.#suite(test))
    this.#complaints = new Set(this.#check(workspace).map(keyOf))
  }

  /** By a case, or else by the checks that run before a document is used; undefined where nobody notices. */
  notice(mutant: Mutant, document: SourceDocument): Notice | undefined {
    const documents = new DocumentSet()
    const mutated = { ...document, root: mutant.root }
    documents.take(this.#documents.map((each) => (each === document ? mutated : each)))
    const workspace = { ...this.#workspace, documents }
    const [structure] = checkStructure(mutant.root, document.kind, () => false)
    if (structure) return { by: 'check', what: structure.message }
    for (const suite of this.#suites) {
      if (!suite.behind.has(document)) continue
      const title = this.#failingCase(suite, workspace, mutant, document)
      if (title !== undefined) return { by: 'case', what: title }
    }
    const complaint = this.#check(workspace).find((problem) => !this.#complaints.has(keyOf(problem)))
    return complaint && { by: 'check', what: complaint.message }
  }

  #check(workspace: Workspace): Problem[] {
    return checkDocuments(workspace, { samples: samplesOf(workspace) })
  }

  #suite(test: SourceDocument): Suite {
    const kind = textOf(childOf(test.root, 'flow')) === undefined ? 'Mapping' : 'Flow'
    const subject = documentNamed(this.#workspace, kind, textOf(childOf(test.root, kind.toLowerCase())) ?? '')
    const cases = (kind === 'Flow' ? readFlowCases(test) : readCases(test)).map((tested) => ({ tested, text: JSON.stringify(tested) }))
    return { test, subject, behind: documentsBehind(subject, this.#workspace.documents), cases }
  }

  #failingCase(suite: Suite, workspace: Workspace, mutant: Mutant, document: SourceDocument): string | undefined {
    const subject = workspace.documents.find(suite.subject.kind, `${suite.subject.packageName}/${suite.subject.name}`)!
    const sample = (name: string) => sampleNamed(this.#workspace, name, suite.test.packageName)
    const run =
      subject.kind === 'Flow'
        ? this.#flowRunner(suite, subject, workspace, document, sample)
        : this.#mappingRunner(subject, workspace, sample)
    return byRelevance(suite, mutant).find((tested) => !passes(() => run(tested)))?.title
  }

  #mappingRunner(subject: SourceDocument, { documents, schemas }: Workspace, sample: Parameters<typeof runCase>[2]) {
    const mapping = openMapping(subject, { documents, schemas })
    const compile = once((options: CompileMappingOptions): CompiledMapping => compileMapping(mapping, options))
    return (tested: FlowCase) => runCase(tested, compile, sample)
  }

  #flowRunner(
    suite: Suite,
    subject: SourceDocument,
    { documents, schemas }: Workspace,
    mutated: SourceDocument,
    sample: Parameters<typeof runFlowCase>[2],
  ) {
    const open = openFlow(subject, { documents, schemas })
    const before = openFlow(suite.subject, this.#workspace)
    const changed = changedSteps(before, open, mutated)
    const compile = once(({ settings, tables }: Pick<FlowCase, 'settings' | 'tables'>) => {
      const { values } = resolveSettings(open.facts.settings, settings)
      const options = { settings: values, tables, target: targetsInDocuments(open, values) }
      if (!changed) return compileFlow(open, options)
      const rest = this.#program(before, values, tables)
      const own = compileFlow({ ...open, flow: { ...open.flow, steps: open.flow.steps.filter(({ name }) => changed.has(name)) } }, options)
      return { ...own, steps: open.flow.steps.flatMap(({ name }) => stepsOf(changed.has(name) ? own : rest, name)) }
    })
    return (tested: FlowCase) => runFlowCase(tested, ({ settings, tables }) => compile({ settings, tables }), sample)
  }

  /** The flow as it is, compiled once for each set of settings. */
  #program(open: OpenFlow, settings: Values, tables: FlowCase['tables']): FlowProgram {
    const key = JSON.stringify([open.flow.name, settings, tables])
    let program = this.#programs.get(key)
    if (!program) this.#programs.set(key, (program = compileFlow(open, { settings, tables, target: targetsInDocuments(open, settings) })))
    return program
  }
}

/** The cases that speak of what was broken come first: most mutants are noticed by one of them. */
function byRelevance({ cases }: Suite, { path }: Mutant): FlowCase[] {
  const names = path.filter((step) => !['fields', 'steps', 'choose', 'parts', 'match', 'let'].includes(step))
  const score = (text: string) => names.filter((name) => text.includes(name)).length
  return cases
    .map(({ tested, text }) => ({ tested, score: score(text) }))
    .toSorted((one, other) => other.score - one.score)
    .map(({ tested }) => tested)
}

function passes(run: () => { passed: boolean }): boolean {
  try {
    return run().passed
  } catch (error) {
    if (error instanceof ProblemError) return false
    throw error
  }
}

/** The steps that have to be compiled anew; undefined where all have: a value that every step can read is another. */
function changedSteps(before: OpenFlow, open: OpenFlow, mutated: SourceDocument): ReadonlySet<string> | undefined {
  const root = ({ flow, source }: OpenFlow) => textOfNodes([flow.lets, flow.where, flow.key, source])
  if (root(before) !== root(open)) return undefined
  const known = new Map(before.flow.steps.map((step) => [step.name, textOfNodes(step)]))
  const changed = open.flow.steps.filter(
    (step) => known.get(step.name) !== textOfNodes(step) || (step.verb === 'expand' && mutated.kind === 'Mapping'),
  )
  return new Set(changed.map(({ name }) => name))
}

/** What was read of a document, without the places where it stands. */
function textOfNodes(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === 'node' || key === 'entry' ? undefined : inner))
}

/** An `expand` is several steps in the program, or none. */
function stepsOf({ steps }: FlowProgram, name: string): FlowProgram['steps'] {
  return steps.filter((step) => step.name === name || step.name.startsWith(`${name}.`))
}

function once<Options, Made>(make: (options: Options) => Made): (options: Options) => Made {
  const known = new Map<string, Made>()
  return (options) => {
    const key = JSON.stringify(options)
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(options)
    known.set(key, made)
    return made
  }
}

function keyOf({ code, message }: Problem): string {
  return `${code} ${message}`
}
