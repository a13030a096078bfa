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
  'source.malformed-row': {
    message: '%record% is not JSON: %reason%',
    hint: 'Correct that record at its source; the others go on.',
    class: 'rejected',
  },
  'source.not-a-record': {
    message: '%record% is %found%, not an object',
    hint: 'A file holds one object, a list of objects, or one object a line.',
    class: 'rejected',
  },
  'source.record-too-large': {
    message: '%record% has more than %limit% bytes',
    hint: 'Leave out what nobody maps (pictures, logs), or split the record.',
    class: 'rejected',
  },
  'source.record-too-deep': {
    message: '%record% nests deeper than %limit% levels at %path%',
    hint: 'Correct that record at its source; the others go on.',
    class: 'rejected',
  },
  'source.forbidden-key': {
    message: '%record% has the key “%key%” at %path%',
    cause: 'Such a key changes how JavaScript reads every object, so no record may carry it.',
    hint: 'Correct that record at its source; the others go on.',
    class: 'rejected',
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
