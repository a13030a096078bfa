import { defineProblems } from '../../../engine/index.ts'

export const { catalogue: filesCatalogue, problem: filesProblem } = defineProblems({
  'source.path-missing': {
    message: 'there is nothing to read at “%path%”',
    hint: 'Correct `path` of connection “%connection%”.',
    class: 'systemic',
  },
  'source.path-outside': {
    message: '“%path%” leads out of the workspace',
    cause: 'A connection reads and writes inside the workspace alone, links included.',
    hint: 'Move the files into the workspace, or start the server with a workspace that holds them.',
    class: 'systemic',
  },
  'source.read-only': {
    message: 'records of connection “%connection%” can be changed, but neither created nor deleted',
    hint: 'Use an update step, which writes beside the records.',
    class: 'rejected',
  },
  'source.update-refused': {
    message: '%host% answered %status% to what was to be written back',
    hint: 'Check `endpoint` of connection “%connection%” and what the system behind it says.',
    class: 'rejected',
  },
})
