import { describe, expect, test } from 'vitest'
import { runTest } from '../server/workspace/run-test.ts'
import { loadWorkspace } from '../server/workspace/workspace.ts'

const workspace = loadWorkspace()

for (const document of workspace.documents.all('Test'))
  describe(document.file, () => {
    for (const { title, failures } of runTest(document, workspace))
      test(title, () => {
        expect(failures).toEqual([])
      })
  })
