/** An element of a document that has no text of its own: `$metadata` is one. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
}

const tag = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The root element; undefined where the text is no such document. Declarations of entities are refused: nothing here needs one. */
export function parseXml(text: string): XmlElement | undefined {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return undefined
  const root: { children: XmlElement[] } = { children: [] }
  const open: { children: XmlElement[]; name?: string }[] = [root]
  for (const [, closing, qualified = '', attributes = '', empty] of text.matchAll(tag)) {
    if (qualified === '') continue
    const name = qualified.slice(qualified.indexOf(':') + 1)
    if (closing === '/') {
      if (open.pop()?.name !== name) return undefined
      continue
    }
    const element = { name, attributes: readAttributes(attributes), children: [] as XmlElement[] }
    open.at(-1)!.children.push(element)
    if (empty !== '/') open.push(element)
  }
  return open.length === 1 ? root.children[0] : undefined
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(attribute)].map(([, name = '', quoted, single]) => [name, decode(quoted ?? single ?? '')]))
}

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16))
    return decimal === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(decimal))
  })
}

export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? []
}
