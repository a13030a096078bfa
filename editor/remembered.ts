import { type Ref, ref, watch } from 'vue'

/** A value that this browser remembers: the size of a pane, what is folded. */
export function remembered<Value>(name: string, preset: Value): Ref<Value> {
  const key = `fieldloom ${name}`
  const value = ref(read(key, preset)) as Ref<Value>
  watch(value, (next) => localStorage.setItem(key, JSON.stringify(next)), { deep: true })
  return value
}

function read<Value>(key: string, preset: Value): Value {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? 'null') as unknown
    return typeof found === typeof preset && found !== null ? (found as Value) : preset
  } catch {
    return preset
  }
}
