// Breaks the documents of the package on purpose, one place at a time, and counts who notices: the cases, the checker, or a run against
// the sandbox. What nobody can notice stands in equivalent.json with the reason.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DocumentSet, checkDocuments } from '../../dist/engine/index.js'
import { collectSeed } from '../../dist/server/commands/seed-from.js'
import { productRoot } from '../../dist/server/root.js'
import { startBusinessCentralSandbox } from '../../dist/server/sandbox/business-central/index.js'
import { runTest } from '../../dist/server/workspace/run-test.js'
import { loadWorkspace } from '../../dist/server/workspace/workspace.js'
import { mutantsOf } from './mutants.mjs'
import { fingerprint, scenarios } from './scenarios.mjs'

const packageName = 'app4sales-to-business-central'
const only = process.argv[2]
const equivalent = JSON.parse(readFileSync(join(productRoot, 'test', 'mutation', 'equivalent.json'), 'utf8'))

const workspace = loadWorkspace()
const all = workspace.documents.all()
const broken = all.filter(({ kind, packageName: of }) => of === packageName && (kind === 'Mapping' || kind === 'Flow'))
const tests = all.filter(({ kind, packageName: of }) => kind === 'Test' && of === packageName)
const { seed } = await collectSeed(workspace, [join(productRoot, 'mappings', packageName, 'samples')])
const sandbox = await startBusinessCentralSandbox({ seed })
const usual = []
for (const scenario of scenarios) usual.push(await fingerprint(scenario, workspace, sandbox))
const complaints = checkDocuments(workspace).length

const caught = { cases: 0, checker: 0, sandbox: 0, equivalent: 0 }
const survivors = []
for (const document of broken)
  for (const { id, root } of mutantsOf(document)) {
    if (only && !id.includes(only)) continue
    const documents = new DocumentSet()
    documents.take(all.map((each) => (each === document ? { ...each, root } : each)))
    const mutated = { ...workspace, documents }
    const by = await whoNotices(mutated, document)
    if (by) caught[by]++
    else if (equivalent[id]) caught.equivalent++
    else survivors.push(id)
    if (by && equivalent[id]) say(`listed as equivalent, but noticed by ${by}: ${id}`)
  }
await sandbox.close()

const count = Object.values(caught).reduce((sum, each) => sum + each, 0) + survivors.length
for (const id of survivors) say(`nobody noticed: ${id}`)
say(
  `${count} mutants: ${caught.cases} caught by cases, ${caught.checker} by the checker, ${caught.sandbox} by runs against the sandbox, ` +
    `${caught.equivalent} equivalent, ${survivors.length} not noticed`,
)
process.exitCode = survivors.length > 0 ? 1 : 0

function say(text) {
  process.stdout.write(`${text}\n`)
}

async function whoNotices(mutated, document) {
  for (const test of tests) if (runTest(test, mutated).some(({ passed }) => !passed)) return 'cases'
  if (document.kind === 'Flow' || document.name.startsWith('custom'))
    for (const [index, scenario] of scenarios.entries())
      if ((await fingerprint(scenario, mutated, sandbox)) !== usual[index]) return 'sandbox'
  return checkDocuments(mutated).length === complaints ? undefined : 'checker'
}
