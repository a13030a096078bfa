import { parentPort } from 'node:worker_threads'
import { loadWorkspace } from '../../server/workspace/workspace.ts'
import { brokenDocuments } from './broken-documents.ts'
import { mutantsOf } from './mutants.ts'
import { Trial } from './trial.ts'

// Every worker makes the same mutants of the same documents: a number is all that has to be told.
const workspace = loadWorkspace()
const trial = new Trial(workspace)
const mutants = brokenDocuments(workspace).flatMap((document) => mutantsOf(document).map((mutant) => ({ document, mutant })))

parentPort!.on('message', (index: number) => {
  const { document, mutant } = mutants[index]!
  parentPort!.postMessage({ index, notice: trial.notice(mutant, document) })
})
parentPort!.postMessage('ready')
