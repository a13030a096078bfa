/**
 * @typedef {import('../../dist/engine/index.js').DocumentNode} Node
 * @typedef {{ id: string, root: Node }} Mutant
 */

/** Words of steps and fields that are taken away, one at a time. */
const words = new Set([
  'when',
  'each',
  'only',
  'default',
  'required',
  'onFound',
  'onMissing',
  'onError',
  'undo',
  'cache',
  'message',
  'hint',
  'apart',
  'many',
])

/** Every way in which a document is broken on purpose: fields, conditions, steps and words dropped, swapped or emptied. */
export function* mutantsOf(document) {
  for (const { path, label, change } of changesIn(document.root, [])) {
    const root = changeAt(document.root, path, change)
    if (root) yield { id: `${document.name}: ${label} ${path.filter((step) => step !== 'fields').join('.')}`, root }
  }
}

function* changesIn(node, path) {
  if (node.kind !== 'map') return
  for (const entry of node.entries) {
    const here = [...path, entry.key]
    if (['source', 'target', 'use', 'from', 'key', 'examples'].includes(entry.key) && path.length === 0) continue
    if (words.has(entry.key)) yield { path: here, label: 'drop', change: () => undefined }
    if (entry.key === 'when') yield { path: here, label: 'negate', change: negated }
    if (entry.key === 'require') yield { path: here, label: 'always true', change: (old) => expression(old, 'true') }
    if (['fields', 'steps', 'choose', 'match', 'at', 'parts'].includes(entry.key) && entry.value.kind === 'map')
      yield* membersOf(entry, here)
    else if (entry.key === 'let' && entry.value.kind === 'map')
      for (const { key, value } of entry.value.entries)
        yield { path: [...here, key], label: 'empty', change: (old) => ({ ...old, value: scalar(value, '[][0]') }) }
    else if (entry.value.kind === 'map' && path.at(-1) !== 'let') yield* changesIn(entry.value, here)
  }
}

function* membersOf(container, path) {
  const { entries } = container.value
  for (const [index, member] of entries.entries()) {
    const here = [...path, member.key]
    yield { path: here, label: 'drop', change: () => undefined }
    const next = entries[(index + 1) % entries.length]
    if (container.key === 'fields' && next !== member && text(next.value) !== text(member.value))
      yield { path: here, label: `put ${next.key} into`, change: (old) => ({ ...old, value: next.value }) }
    yield* changesIn(member.value, here)
  }
}

/** What a value says, whatever it is called by. */
function text(node) {
  const said = node.kind === 'map' ? node.entries.find(({ key }) => key === 'expr' || key === 'const')?.value : node
  return said?.kind === 'scalar' ? String(said.value) : JSON.stringify(said ?? node, (key, value) => (key === 'source' ? undefined : value))
}

function negated(entry) {
  const { value } = entry
  if (value.kind === 'scalar' && typeof value.value === 'string') return expression(entry, `$not(${value.value})`)
  return expression(entry, 'false')
}

function expression(entry, value) {
  return { ...entry, value: scalar(entry.value, value) }
}

function scalar({ source, range }, value) {
  return { kind: 'scalar', source, range, value, style: 'double' }
}

/** The node with the entry at a path changed; undefined where nothing is left that could be one. */
function changeAt(node, [key, ...rest], change) {
  const entries = node.entries.flatMap((entry) => {
    if (entry.key !== key) return [entry]
    if (rest.length > 0) return [{ ...entry, value: changeAt(entry.value, rest, change) }]
    const changed = change(entry)
    return changed ? [changed] : []
  })
  return { ...node, entries }
}
