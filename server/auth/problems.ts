import { defineProblems } from '../../engine/index.ts'

export const { catalogue: authCatalogue, problem: authProblem } = defineProblems({
  'identity.secret-missing': {
    message: 'there is no secret “%reference%”',
    cause: 'Documents name secrets by reference; the variable %name% is not set, or is empty.',
    hint: 'Set %name% in the environment of the server (or of this command), and try again.',
    class: 'systemic',
  },
})
