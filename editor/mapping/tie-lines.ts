/** A line to draw: from a field of the source to a row, or from a row to a line of the output. */
export interface Tie {
  readonly from: { readonly kind: 'source' | 'row'; readonly id: string }
  readonly to: { readonly kind: 'row' | 'output'; readonly id: string }
  /** One of all: it is drawn faintly, and only where both of its ends are seen. */
  readonly isQuiet?: boolean
}

export interface DrawnTie {
  readonly path: string
  /** One end lies outside of what is scrolled into view, or in something that is folded. */
  readonly isIndirect: boolean
  readonly isQuiet: boolean
  readonly start: readonly [number, number]
  readonly end: readonly [number, number]
}

const attributes = { source: 'data-source', row: 'data-row', output: 'data-output' } as const

/** Where the lines run, in the coordinates of a box that holds all three panes. */
export function drawTies(box: HTMLElement, ties: readonly Tie[]): DrawnTie[] {
  const frame = box.getBoundingClientRect()
  const drawn = new Map<string, DrawnTie>()
  for (const { from, to, isQuiet = false } of ties) {
    const start = anchorOf(box, from.kind, from.id, 'right', frame)
    const end = anchorOf(box, to.kind, to.id, 'left', frame)
    if (!start || !end || (isQuiet && !(start.isExact && end.isExact))) continue
    const bend = Math.max(24, (end.x - start.x) / 2)
    const path = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`
    drawn.set(path, { path, isIndirect: !start.isExact || !end.isExact, isQuiet, start: [start.x, start.y], end: [end.x, end.y] })
  }
  return [...drawn.values()]
}

interface Anchor {
  readonly x: number
  readonly y: number
  readonly isExact: boolean
}

/** The edge of an element; of one that is not drawn, the edge of the nearest that holds it, or of its pane. */
function anchorOf(box: HTMLElement, kind: keyof typeof attributes, id: string, side: 'left' | 'right', frame: DOMRect): Anchor | undefined {
  const attribute = attributes[kind]
  const separator = kind === 'output' ? '/' : '.'
  const steps = id.split(separator)
  let element: Element | null = null
  let length = steps.length
  for (; length > 0 && !element; length--)
    element = box.querySelector(`[${attribute}="${CSS.escape(steps.slice(0, length).join(separator))}"]`)
  const pane = element?.closest('.scroller') ?? box.querySelector(`.scroller:has([${attribute}])`)
  if (!pane) return undefined
  const view = pane.getBoundingClientRect()
  const own = element?.getBoundingClientRect()
  const middle = own ? own.top + own.height / 2 : view.top
  const y = Math.max(view.top + 4, Math.min(middle, view.bottom - 4))
  // Rows leave room for the lines on their left.
  const left = kind === 'row' && own ? own.left : view.left
  const x = side === 'left' ? left + 1 : view.left + pane.clientWidth - 1
  return { x: x - frame.left, y: y - frame.top, isExact: own !== undefined && y === middle && length === steps.length - 1 }
}
