import { type ExplainedField, type Explanation, explainFields, isError, mappingProblem, parseJson } from '../../engine/index.ts'
import { renderExplanation, renderFields } from '../terminal/render-explanation.ts'
import { renderProblems } from '../terminal/render-problem.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson } from '../terminal/terminal.ts'
import { openWorkspaceFor } from '../workspace/lookup.ts'
import { type ReadyMapping, readyMapping } from '../workspace/open-mapping.ts'
import { readInput, readSettingsFile } from './input.ts'

export interface ExplainOptions {
  readonly settings?: string
  readonly integration?: string
  readonly workspace?: string
  readonly input?: string
  readonly source?: boolean
  readonly json?: boolean
}

/** Tells what made each value of a record; without a record, what each field reads; or the generated source. */
export async function explainCommand(reference: string, options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const workspace = openWorkspaceFor(reference, options.workspace)
  const ready = readyMapping(workspace, {
    mapping: reference,
    settings: readSettingsFile(options.settings),
    ...(options.integration !== undefined && { integration: options.integration }),
  })
  if (options.source) return showSource(ready, options, terminal)
  if (options.input === undefined) return showFields(explainFields(ready.mapping), options, terminal)
  const parsed = parseJson(await readInput(options.input, terminal))
  const explanations = explainAll(ready, parsed)
  if (options.json) writeJson(terminal, explanations)
  else
    for (const explanation of [explanations].flat()) {
      renderExplanation(terminal.output, explanation)
      renderProblems(terminal, explanation.problems)
    }
  return [explanations].flat().some(({ problems }) => problems.some(isError)) ? exitCodes.findings : exitCodes.ok
}

function showSource({ compiled }: ReadyMapping, { json }: ExplainOptions, terminal: Terminal): ExitCode {
  if (json) writeJson(terminal, { source: compiled.source })
  else terminal.output.write(compiled.source)
  return exitCodes.ok
}

function showFields(fields: readonly ExplainedField[], { json }: ExplainOptions, terminal: Terminal): ExitCode {
  if (json) writeJson(terminal, { fields })
  else renderFields(terminal.output, fields)
  return exitCodes.ok
}

function explainAll(ready: ReadyMapping, parsed: ReturnType<typeof parseJson>): Explanation | Explanation[] {
  if ('reason' in parsed) {
    const problems = [mappingProblem('source.malformed', {}, { reason: parsed.reason })]
    return { record: undefined, problems, values: [], expressions: [] }
  }
  const { value } = parsed
  return Array.isArray(value) ? value.map((record) => explainRecord(ready, record)) : explainRecord(ready, value)
}

function explainRecord({ compiled, keyOf }: ReadyMapping, record: unknown): Explanation {
  const key = keyOf(record)
  return compiled.explain(record, key === undefined ? {} : { key })
}
