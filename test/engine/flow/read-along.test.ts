import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkFlow, openFlow } from '../../../engine/index.ts'
import { readDocuments } from '../../../engine/document/document-set.ts'
import { loadWorkspace } from '../../../server/workspace/workspace.ts'

const workspace = loadWorkspace()
const { file, packageName } = workspace.documents.find('Flow', 'read-order-attachments')!

function problemsWith(from: string, to: string) {
  const text = readFileSync(file, 'utf8').replace(from, to)
  const [document] = readDocuments(text, file, packageName).documents
  return checkFlow(openFlow(document!, workspace)).map(({ code, message, hint }) => [code, message, hint])
}

test('what is read along has to be there, and is told with the nearest name', () => {
  expect(problemsWith('[attachmentContent]', '[attachmentKontent]')).toEqual([
    ['flow.property-unknown', expect.stringContaining('attachmentKontent'), expect.stringContaining('attachmentContent')],
  ])
  expect(problemsWith('[attachmentContent]', '[attachmentContent]')).toEqual([])
})

test('only what looks records up reads something along', () => {
  const problems = problemsWith('    undo: none', '    undo: none\n    with: [attachmentContent]')

  expect(problems).toEqual([['flow.key-has-no-meaning', expect.stringContaining('with'), expect.anything()]])
})
