import { defineProblems } from '../../../../engine/problem.ts'

export const { catalogue: seedCatalogue, problem } = defineProblems({
  'sandbox.seed-invalid': {
    message: 'the seed is not usable at %path%: %reason%',
    cause: 'A seed has the shape of schemas/business-central/sandbox-seed.json.',
    hint: 'Correct the value, or leave the record out.',
  },
})
