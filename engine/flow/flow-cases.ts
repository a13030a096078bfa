import type { SourceDocument } from '../document/document-set.ts'
import { type DocumentNode, childOf, valueOf } from '../document/node.ts'
import { parsePath, valueAt } from '../document/path.ts'
import { type Case, type CaseResult, type SampleRecord, differences, inputOf, readCases, unexpectedProblems } from '../mapping/cases.ts'
import type { FlowProgram } from './program.ts'
import { type PreviewedFlow, type PreviewedItem, previewFlow } from './preview-flow.ts'

/** A case of a flow: what it sends in which step, without any system. */
export interface FlowCase extends Case {
  /** Step to what it looks for. */
  readonly match?: Readonly<Record<string, unknown>>
  /** Step to the resource that it works on. */
  readonly to?: Readonly<Record<string, string>>
  /** Steps whose nested collections are sent one by one. */
  readonly apart?: readonly string[]
  /** The steps that do something, all of them, in order. */
  readonly order?: readonly string[]
}

export function readFlowCases(document: SourceDocument): FlowCase[] {
  const cases = childOf(document.root, 'cases')
  return readCases(document).map((tested, index) => ({ ...tested, ...ownKeys(cases?.kind === 'list' ? cases.items[index] : undefined) }))
}

/** What only cases of flows say, beside what all cases do. */
function ownKeys(node: DocumentNode | undefined): Partial<FlowCase> {
  const keys = ['match', 'to', 'apart', 'order'].flatMap((key) => {
    const child = childOf(node, key)
    return child ? [[key, valueOf(child)]] : []
  })
  return Object.fromEntries(keys) as Partial<FlowCase>
}

/** Runs one case: takes its input through the flow, and compares what each step would send. */
export function runFlowCase(
  tested: FlowCase,
  compile: (tested: FlowCase) => FlowProgram,
  sample: (name: string) => SampleRecord | undefined,
): CaseResult {
  const { title, at } = tested
  const input = inputOf(tested, sample)
  if (!input) return { title, at, passed: false, failures: [`there is no sample “${tested.input.sample}”`] }
  const previewed = previewFlow(compile(tested), input.record, input.context)
  const failures = compareFlow(tested, previewed)
  return { title, at, passed: failures.length === 0, failures }
}

function compareFlow({ expect, exact, absent, problems, match, to, apart, order }: FlowCase, previewed: PreviewedFlow): string[] {
  const sent = shownSteps(previewed, ({ fields }) => fields)
  const failures = expect === undefined ? [] : differences(expect, sent, exact, [])
  if (match)
    failures.push(
      ...differences(
        match,
        shownSteps(previewed, (item) => ({ ...item.at, ...item.match })),
        false,
        [],
      ),
    )
  const resources = mapSteps(
    previewed,
    ({ program }) => program.step.resource && `${program.step.resource.system}.${program.step.resource.resource}`,
  )
  if (to) failures.push(...differences(to, resources, false, []))
  if (apart)
    failures.push(
      ...differences(
        [...apart],
        [...previewed.steps].flatMap(([name, step]) => (step.apart ? [name] : [])),
        true,
        [],
      ),
    )
  if (order) failures.push(...differences([...order], [...previewed.steps.keys()], true, []))
  for (const path of absent) {
    // A step that was made for an entry of a setting has a dot in its name.
    const found = Object.hasOwn(sent, path) ? sent[path] : valueAt(sent, parsePath(path))
    if (found !== undefined) failures.push(`${path} is ${JSON.stringify(found)}, expected nothing`)
  }
  return [...failures, ...unexpectedProblems(problems, previewed.problems)]
}

/** Of a step with `each` a list, of any other its one item. */
function shownSteps(previewed: PreviewedFlow, show: (item: PreviewedItem) => unknown): Record<string, unknown> {
  return mapSteps(previewed, ({ program, items }) => (program.step.shape.each ? items.map(show) : items[0] && show(items[0])))
}

function mapSteps<Result>(
  { steps }: PreviewedFlow,
  show: (step: NonNullable<ReturnType<PreviewedFlow['steps']['get']>>) => Result,
): Record<string, Result> {
  return Object.fromEntries([...steps].map(([name, step]) => [name, show(step)]))
}
