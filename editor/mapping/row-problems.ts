import { computed } from 'vue'
import type { Problem } from '../../engine/index.ts'
import { rowOf } from '../preview/problem-row.ts'
import type { MappingSession } from './mapping-session.ts'

/** All that is wrong, by row: what keeps the mapping from running, what the record met, and what the checker says. */
export function useRowProblems({ state, result, obstacles, insight }: MappingSession) {
  const problems = computed(() => {
    const found: Record<string, Problem[]> = {}
    const told = new Set<string>()
    const add = (id: string, problem: Problem) => {
      const key = `${id} ${problem.code} ${problem.message}`
      if (told.has(key)) return
      told.add(key)
      ;(found[id] ??= []).push(problem)
    }
    const ofResult = state.value === 'live' ? (result.value?.problems ?? []) : []
    for (const problem of [...obstacles.value, ...ofResult]) add(rowOf(problem), problem)
    for (const [id, list] of Object.entries(insight.value?.problems ?? {})) for (const problem of list) add(id, problem)
    return found
  })
  const counted = computed(() => {
    const all = Object.values(problems.value).flat()
    return {
      errors: all.filter(({ severity }) => severity === 'error').length,
      warnings: all.filter(({ severity }) => severity === 'warning').length,
    }
  })
  return { problems, counted }
}
