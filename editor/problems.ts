import { computed, shallowRef, watch } from 'vue'
import { engine, isEngineReady, outline, passOn } from './engine.ts'
import type { Marker } from './preview/language/language-methods.ts'
import { workspace } from './workspace/workspace.ts'

/** Everything that the checker found, by path of the file, in the order of the text. */
const nothingChecked: Readonly<Record<string, readonly Marker[]>> = {}
export const markers = shallowRef(nothingChecked)

/** Whether they are those of the texts as they stand now. */
export const areMarkersCurrent = shallowRef(false)

/** Ends when they are, or when `signal` says that nobody waits any more. */
export function whenMarkersCurrent(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(areMarkersCurrent, (isCurrent) => isCurrent && end(), { flush: 'sync' })
    function end(): void {
      stop()
      resolve()
    }
    if (areMarkersCurrent.value || signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
}

export interface FoundProblem extends Marker {
  readonly path: string
}

export const problems = computed<readonly FoundProblem[]>(() =>
  Object.entries(markers.value)
    .flatMap(([path, found]) => found.map((marker) => ({ ...marker, path })))
    .sort((left, right) => rank(left) - rank(right)),
)

export const errorCount = computed(() => problems.value.filter(({ problem }) => problem.severity === 'error').length)

/** Long enough that whoever types is not checked at every key, short enough to be there when they look up. */
const pauseMs = 250
/** Before everything is checked for the first time: the page that is opened comes first. */
const firstPauseMs = 1_500

let timer: ReturnType<typeof setTimeout> | undefined

/** Checks the workspace whenever its texts have become others and nothing was typed for a moment. */
export function followProblems(): void {
  watch(
    [outline, isEngineReady],
    () => {
      areMarkersCurrent.value = false
      clearTimeout(timer)
      if (isEngineReady.value)
        timer = setTimeout(() => void check().catch(() => {}), markers.value === nothingChecked ? firstPauseMs : pauseMs)
    },
    { immediate: true },
  )
}

async function check(): Promise<void> {
  const texts = new Map([...workspace.files.values()].map(({ path, text }) => [path, text]))
  const isCurrent = () => [...workspace.files.values()].every(({ path, text }) => texts.get(path) === text)
  let found: typeof markers.value | undefined
  do {
    await passOn()
    found = await engine.call('markers', null)
  } while (!found && isCurrent())
  // Offsets in a text that was changed meanwhile mean nothing; its own check follows.
  if (!found || !isCurrent()) return
  markers.value = found
  areMarkersCurrent.value = true
}

function rank({ path, problem }: FoundProblem): number {
  return (problem.severity === 'error' ? 0 : 1) + (path.startsWith('defaults/') ? 2 : 0)
}
