import { computed, shallowReactive, shallowRef } from 'vue'
import { outline } from '../engine.ts'
import type { SampleChoice } from '../preview/sample.ts'
import { remembered } from '../remembered.ts'
import { openRecord } from '../workspace/workspace.ts'

/** A record to try the mapping on: of the workspace, or pasted for this visit alone. */
export interface Sample {
  readonly id: string
  readonly packageName: string
  readonly name: string
  readonly title: string
  readonly recordPath?: string
  /** Of a record that was not saved. */
  readonly text?: string
}

/** The sample that is looked at: what hovers tell is of it. */
export const lookedAt = shallowRef<SampleChoice>()

export function choiceOf(sample: Sample | undefined): SampleChoice | undefined {
  if (!sample) return undefined
  return sample.text === undefined ? { packageName: sample.packageName, name: sample.name } : { text: sample.text }
}

/** Records that were pasted, by the schema that they are tried for. */
const pasted = shallowReactive(new Map<string, readonly Sample[]>())

/** The samples of a source's schema, and which of them is shown. */
export function useSamples(schema: () => string | undefined) {
  const chosenIds = remembered<Record<string, string>>('samples', {})

  const all = computed<readonly Sample[]>(() => {
    const wanted = schema()
    const saved = outline.value.entries
      .filter(({ kind, source }) => kind === 'Sample' && source === wanted && wanted !== undefined)
      .map(({ packageName, name, title, recordPath }): Sample => ({
        id: `${packageName}/${name}`,
        packageName,
        name,
        title: title ?? name,
        ...(recordPath !== undefined && { recordPath }),
      }))
    return [...(pasted.get(wanted ?? '') ?? []), ...saved]
  })
  const chosen = computed<Sample | undefined>((before) => {
    const found = all.value.find(({ id }) => id === chosenIds.value[schema() ?? '']) ?? all.value[0]
    // Whoever follows the sample has nothing to do while it is the same: the list is made anew with every text that changes.
    return before && found && isSameSample(before, found) ? before : found
  })

  function choose({ id }: Sample): void {
    chosenIds.value = { ...chosenIds.value, [schema() ?? '']: id }
  }

  /** The next sample, and round again. */
  function step(by: 1 | -1): void {
    const { length } = all.value
    const at = all.value.findIndex(({ id }) => id === chosen.value?.id)
    const next = all.value[(at + by + length) % length]
    if (next) choose(next)
  }

  function paste(name: string, text: string): void {
    const wanted = schema() ?? ''
    const sample: Sample = { id: `pasted/${name}`, packageName: '', name, title: name, text }
    pasted.set(wanted, [sample, ...(pasted.get(wanted) ?? []).filter(({ id }) => id !== sample.id)])
    choose(sample)
  }

  function forget({ id }: Sample): void {
    const wanted = schema() ?? ''
    pasted.set(
      wanted,
      (pasted.get(wanted) ?? []).filter((each) => each.id !== id),
    )
  }

  /** Brings every record into the browser: those of samples are read when they are needed. */
  async function openRecords(): Promise<void> {
    await Promise.allSettled(all.value.flatMap(({ recordPath }) => (recordPath === undefined ? [] : [openRecord(recordPath)])))
  }

  return { all, chosen, choose, step, paste, forget, openRecords }
}

function isSameSample(left: Sample, right: Sample): boolean {
  return left.id === right.id && left.title === right.title && left.recordPath === right.recordPath && left.text === right.text
}

export type Samples = ReturnType<typeof useSamples>
