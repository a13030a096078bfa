import { computed, onScopeDispose, reactive, shallowReactive, shallowRef, watch } from 'vue'
import type { Problem } from '../../engine/index.ts'
import { engine, isEngineReady, outline, passOn } from '../engine.ts'
import { editFile, undo } from '../monaco/models.ts'
import { differenceOf } from '../monaco/line-map.ts'
import { Runaway } from '../preview/engine-client.ts'
import type { FreeProperty } from '../preview/coverage.ts'
import type { Gesture } from '../preview/gestures.ts'
import type { MappingInsight, SourceTrees } from '../preview/insight-methods.ts'
import type { MappedResult, MappingAddress, MappingView } from '../preview/mapping-view.ts'
import type { TriedReset, TriedSample } from '../preview/trial-methods.ts'
import type { Explained } from '../preview/why.ts'
import { openRecord, workspace } from '../workspace/workspace.ts'
import { choiceOf, lookedAt, useSamples } from './samples.ts'

/** `live`: the result is that of the text. Otherwise it is that of an earlier text, for a reason. */
export type SessionState = 'loading' | 'live' | 'broken' | 'stopped' | 'no-sample' | 'missing' | 'fragment'

type EditStep = NonNullable<Parameters<typeof editFile>[2]>

/** How long nothing must change before what takes longer is looked at: longer than between the keys of whoever types. */
const calmMs = 350

/** An open mapping: its rows and its result, kept up with the text at every key press. */
export function useMappingSession(address: () => MappingAddress) {
  const view = shallowRef<MappingView>()
  const result = shallowRef<MappedResult>()
  const insight = shallowRef<MappingInsight>()
  const source = shallowRef<SourceTrees>()
  const question = shallowRef<{ readonly row?: string; readonly at?: readonly (string | number)[] }>()
  const explained = shallowRef<Explained>()
  const state = shallowRef<SessionState>('loading')
  const items = reactive<Record<string, number>>({})
  /** Milliseconds in the worker, and from the key press to the result. */
  const timing = shallowReactive({ workerMs: 0, totalMs: 0 })
  // Before the mapping was opened, the outline knows what it reads, unless that is said by what it uses.
  const sourceSchema = computed(() => view.value?.sourceSchema ?? outlined()?.source)
  const samples = useSamples(() => sourceSchema.value)
  const sample = samples.chosen
  let changedAt = 0
  let calm: ReturnType<typeof setTimeout> | undefined
  let isRunning = false
  let isStale = false
  let isGone = false

  const rows = computed(() => view.value?.rows ?? [])
  const obstacles = computed<readonly Problem[]>(() => view.value?.obstacles ?? [])

  function outlined() {
    const { packageName, name } = address()
    return outline.value.entries.find((entry) => entry.kind === 'Mapping' && entry.packageName === packageName && entry.name === name)
  }

  async function refresh(): Promise<void> {
    if (!isEngineReady.value || isGone) return
    isStale = true
    if (isRunning) return
    isRunning = true
    while (isStale) {
      isStale = false
      if (!isGone) await preview()
    }
    isRunning = false
    clearTimeout(calm)
    if (state.value !== 'stopped') calm = setTimeout(() => void look(), calmMs)
  }

  async function preview(): Promise<void> {
    const asked = address()
    const choice = choiceOf(sample.value)
    try {
      const found = await engine.call('preview', { address: asked, ...(choice && { sample: choice }), items: { ...items } })
      if (asked !== address()) return
      timing.workerMs = engine.lastElapsedMs
      take(found)
    } catch (error) {
      if (!(error instanceof Runaway)) throw error
      state.value = 'stopped'
      return
    }
    timing.totalMs = performance.now() - changedAt
  }

  function take(found: MappingView | undefined): void {
    view.value = found
    if (!found) state.value = 'missing'
    else if (found.result) {
      result.value = found.result
      state.value = 'live'
    } else if (found.isFragment) state.value = 'fragment'
    else if (found.obstacles.length > 0) state.value = 'broken'
    else state.value = 'no-sample'
  }

  /** Checks and coverage, once the person pauses. */
  async function look(): Promise<void> {
    if (isGone) return
    const asked = address()
    const before = result.value
    const choice = choiceOf(sample.value)
    await readSource()
    const found = await guarded(engine.call('insight', { address: asked, ...(choice && { sample: choice }), items: { ...items } }))
    if (asked !== address() || !found) return
    insight.value = found
    if (found.shown && before && result.value === before) result.value = { ...before, ...found.shown }
    await explain()
  }

  /** Why the chosen row, or the value at a place of the output, is what it is. */
  async function explain(): Promise<void> {
    const asked = question.value
    const choice = choiceOf(sample.value)
    if (!asked || !choice) return void (explained.value = undefined)
    const found = await guarded(engine.call('why', { address: address(), sample: choice, items: { ...items }, ...asked }))
    if (question.value === asked) explained.value = found
  }

  /** What takes too long is told by the preview; what else is asked then has no answer. */
  async function guarded<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await asked
    } catch (error) {
      if (error instanceof Runaway) return undefined
      throw error
    }
  }

  function ask(wanted: { readonly row?: string; readonly at?: readonly (string | number)[] } | undefined): void {
    question.value = wanted
    void explain()
  }

  async function readSource(): Promise<void> {
    if (!isEngineReady.value) return
    const asked = address()
    const choice = choiceOf(sample.value)
    const found = await engine.call('source', { address: asked, ...(choice && { sample: choice }) })
    if (asked === address() && found) source.value = found
  }

  /** Gestures come one after the other: each is worked out on the text that the one before it left. */
  let queue: Promise<unknown> = Promise.resolve()
  /** What is being written into rows; only the latest text of a row matters. */
  const written = new Map<string, { readonly gesture: Gesture; readonly step: EditStep }>()

  /** Performs a gesture as one step that can be undone. */
  function act(gesture: Gesture, step: EditStep = 'whole'): Promise<boolean> {
    const performed = queue.then(() => perform(gesture, step))
    queue = performed.catch(() => undefined)
    return performed
  }

  /** Writes into a row while a person types. */
  function write(gesture: Gesture & { readonly kind: 'write' }, isFirst: boolean): Promise<void> {
    const key = `${gesture.row} ${gesture.slot}`
    const begins = isFirst || written.get(key)?.step === 'begins'
    written.set(key, { gesture, step: begins ? 'begins' : 'continues' })
    const performed = queue.then(async () => {
      const latest = written.get(key)
      written.delete(key)
      if (latest) await perform(latest.gesture, latest.step)
    })
    queue = performed.catch(() => undefined)
    return performed
  }

  async function perform(gesture: Gesture, step: EditStep): Promise<boolean> {
    for (let attempt = 0; attempt < 3; attempt++) {
      await passOn()
      const change = await engine.call('gesture', { address: address(), gesture })
      if (!change) return false
      if (workspace.files.get(change.path)?.text !== change.before) continue
      editFile(change.path, [differenceOf(change.before, change.after)], step)
      return true
    }
    return false
  }

  /** Takes the last step back, once everything before it is done. */
  function takeBack(): Promise<unknown> {
    queue = queue.then(() => undo())
    return queue
  }

  /** What would come out if rows were as in the default. */
  async function tryReset(rows: readonly string[]): Promise<TriedReset | undefined> {
    const choice = choiceOf(sample.value)
    return guarded(engine.call('tryReset', { address: address(), rows, ...(choice && { sample: choice }), items: { ...items } }))
  }

  async function tryAll(): Promise<readonly TriedSample[] | undefined> {
    const choices = samples.all.value.map((each) => ({ id: each.id, choice: choiceOf(each)! }))
    await samples.openRecords()
    await passOn()
    return guarded(engine.call('tryAll', { address: address(), samples: choices }))
  }

  function properties(parent: string): Promise<readonly FreeProperty[]> {
    return engine.call('properties', { address: address(), parent })
  }

  watch(
    [outline, isEngineReady],
    () => {
      changedAt = performance.now()
      void refresh()
    },
    { flush: 'sync', immediate: true },
  )
  watch(
    [() => JSON.stringify(address()), sample],
    async ([next], [before]) => {
      if (next !== before) {
        result.value = undefined
        view.value = undefined
        insight.value = undefined
        explained.value = undefined
        question.value = undefined
        state.value = 'loading'
      }
      changedAt = performance.now()
      const path = sample.value?.recordPath
      if (path !== undefined && !workspace.files.has(path)) {
        await openRecord(path).catch(() => undefined)
        await passOn()
      }
      await Promise.all([refresh(), readSource()])
    },
    { immediate: true },
  )
  watch(sample, (chosen) => (lookedAt.value = choiceOf(chosen)), { immediate: true })
  watch(items, () => void refresh())
  onScopeDispose(() => {
    isGone = true
    clearTimeout(calm)
  })

  return {
    view,
    rows,
    result,
    insight,
    source,
    state,
    items,
    timing,
    samples,
    sample,
    obstacles,
    explained,
    ask,
    act,
    write,
    takeBack,
    refresh,
    tryReset,
    tryAll,
    properties,
  }
}

export type MappingSession = ReturnType<typeof useMappingSession>
