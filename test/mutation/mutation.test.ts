import { expect, test } from 'vitest'
import { loadWorkspace } from '../../server/workspace/workspace.ts'
import { mutantsOf } from './mutants.ts'
import { Trial } from './trial.ts'

// `npm run mutate` breaks every document that ships; this keeps the tool itself working, on one of them.
const workspace = loadWorkspace()
const document = workspace.documents.find('Mapping', 'charge-line')!
const mutants = mutantsOf(document)

test('SO-B01 every way in which charge-line is broken on purpose is noticed by a case', () => {
  const trial = new Trial(workspace)

  const noticed = mutants.map((mutant) => [mutant.id, trial.notice(mutant, document)?.by])

  expect(mutants.length).toBeGreaterThan(20)
  expect(noticed).toEqual(mutants.map(({ id }) => [id, 'case']))
})

test('without cases nobody notices that a field is gone', () => {
  const trial = new Trial(workspace, [])
  const without = mutants.find(({ id }) => id === 'charge-line: drop description')!

  expect(trial.notice(without, document)).toBeUndefined()
})
