import { isDeepStrictEqual } from 'node:util'

/** As JSON has it: without missing values, hidden flags and odd prototypes. */
export function plain(value) {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text)
}

/** Stops the bench where two variants do not give the same: their times would say nothing. */
export function mustBeEqual(what, expected, found) {
  const [left, right] = [plain(expected), plain(found)]
  if (isDeepStrictEqual(left, right)) return
  const path = firstDifference(left, right, [])
  throw new Error(`${what}: the results differ at ${path.at}\n  ${show(path.left)}\n  ${show(path.right)}`)
}

function firstDifference(left, right, path) {
  if (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null)
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
      if (!isDeepStrictEqual(left[key], right[key])) return firstDifference(left[key], right[key], [...path, key])
  return { at: path.join('.') || 'the root', left, right }
}

function show(value) {
  return JSON.stringify(value)?.slice(0, 300) ?? 'nothing'
}
