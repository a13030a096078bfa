import { defineProblems } from '../problem.ts'

/** What is told of a record whose evaluation had to be ended from outside. */
export const { catalogue: poolCatalogue, problem: poolProblem } = defineProblems({
  'mapping.killed-time': {
    class: 'rejected',
    message: 'the evaluation of the record did not move for %limitMs% ms and was ended',
    cause: 'An expression is stuck on this record: a regular expression that backtracks, or a function that never comes back.',
    hint: 'Try the record with `fieldloom map` and simplify the expression that does not end; the other records went on.',
  },
  'mapping.killed-memory': {
    class: 'rejected',
    message: 'the evaluation of the record took more than %limitMb% MB of memory and was ended',
    cause: 'An expression makes a very large value of this record.',
    hint: 'Look for lists that are multiplied with each other; the other records went on.',
  },
})
