import { describe, expect, test } from 'vitest'
import { childOf } from '../engine/index.ts'
import { runTest } from '../server/workspace/run-test.ts'
import { settingsShown } from '../server/workspace/settings-shown.ts'
import { loadWorkspace } from '../server/workspace/workspace.ts'

const workspace = loadWorkspace()

for (const document of workspace.documents.all('Test'))
  describe(document.file, () => {
    for (const { title, failures } of runTest(document, workspace))
      test(title, () => {
        expect(failures).toEqual([])
      })
  })

test('every setting has a case that fails without it', () => {
  const names = workspace.documents.all('Settings').flatMap(({ root }) => {
    const properties = childOf(root, 'properties')
    return properties?.kind === 'map' ? properties.entries.map(({ key }) => key) : []
  })

  const shown = new Set(workspace.documents.all('Test').flatMap((document) => settingsShown(document, workspace).flat()))

  expect(names.length).toBeGreaterThan(26)
  expect(names.filter((name) => !shown.has(name))).toEqual([])
})
