/** Names of properties and indexes of lists, from the root of a value. */
export type Path = readonly (string | number)[]

/** `salesOrderLines[2].unitPrice` */
export function showPath(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

/** Reads `salesOrderLines[2].unitPrice`, and `salesOrderLines.2.unitPrice` too. */
export function parsePath(text: string): Path {
  return text
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** The path that a JSON Schema validator gives: `/salesOrderLines/2/unitPrice`. */
export function pointerPath(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** The value at a path: own properties only. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, step) => {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, step)) return undefined
    return (parent as Record<string | number, unknown>)[step]
  }, value)
}
