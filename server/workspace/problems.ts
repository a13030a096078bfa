import { defineProblems } from '../../engine/index.ts'

export const { catalogue: workspaceCatalogue, problem: workspaceProblem } = defineProblems({
  'document.connection-missing': {
    message: 'integration “%integration%” names no connection for the system “%system%”',
    hint: 'Add it: connections: { %system%: name-of-a-connection }.',
  },
})
