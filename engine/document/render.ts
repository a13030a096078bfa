import { parseDocument } from 'yaml'

/**
 * Something to be written into a document: an expression; a constant in a place where text would be an expression; a text or any
 * other value as it is; or a map of these, in braces where it is short.
 */
export type Content =
  | { readonly expression: string }
  | { readonly constant: unknown }
  | { readonly text: string }
  | { readonly json: unknown }
  | { readonly entries: readonly (readonly [string, Content])[]; readonly isInline?: boolean }

/** How the text around asks for it: block style with an indentation, or inside `{ … }`. */
export interface Surroundings {
  readonly inFlow: boolean
  /** JSON has quotes around every key and text. */
  readonly isJson: boolean
  /** The column at which the key stands, in block style. */
  readonly indent: number
  readonly lineEnd: string
}

/** `key: value`, as it is written at a place; the first line is not indented, the others are. */
export function renderEntry(key: string, content: Content, around: Surroundings): string {
  return `${around.isJson ? JSON.stringify(key) : renderKey(key)}:${renderValue(content, around)}`
}

/** What stands behind the colon, with the space or line break that it begins with. */
export function renderValue(content: Content, around: Surroundings): string {
  if ('entries' in content) {
    if (around.inFlow || content.isInline) {
      const inside = { ...around, inFlow: true }
      return ` { ${content.entries.map(([key, value]) => renderEntry(key, value, inside)).join(', ')} }`
    }
    const inner = { ...around, indent: around.indent + 2 }
    return content.entries.map(([key, value]) => `${around.lineEnd}${' '.repeat(inner.indent)}${renderEntry(key, value, inner)}`).join('')
  }
  if ('expression' in content) return renderExpression(content.expression, around)
  if ('text' in content) return ` ${renderText(content.text, around)}`
  if ('json' in content) return ` ${JSON.stringify(content.json)}`
  if (typeof content.constant === 'string')
    return ` { ${around.isJson ? '"const"' : 'const'}: ${renderText(content.constant, { ...around, inFlow: true })} }`
  if (typeof content.constant === 'object' && content.constant !== null)
    return ` { ${around.isJson ? '"const"' : 'const'}: ${JSON.stringify(content.constant)} }`
  return ` ${JSON.stringify(content.constant)}`
}

function renderText(text: string, { inFlow, isJson }: Surroundings): string {
  return !isJson && readsBack(text, text, inFlow) ? text : JSON.stringify(text)
}

/** Plain only where it reads back as it was; else a block, or quoted where no block can stand. */
function renderExpression(text: string, { inFlow, isJson, indent, lineEnd }: Surroundings): string {
  if (isJson) return ` ${JSON.stringify(text)}`
  if (readsBack(text, text, inFlow)) return ` ${text}`
  const quoted = `'${text.replaceAll("'", "''")}'`
  if (inFlow) return ` ${readsBack(quoted, text, true) ? quoted : JSON.stringify(text)}`
  if (/^[\s]|[\s]$|[^\S\n ]\n|\t/.test(text) || text === '') return ` ${JSON.stringify(text)}`
  return ` |-${text
    .split('\n')
    .map((line) => `${lineEnd}${line === '' ? '' : ' '.repeat(indent + 2)}${line}`)
    .join('')}`
}

function readsBack(written: string, text: string, inFlow: boolean): boolean {
  if (written.includes('\n')) return false
  const document = parseDocument(inFlow ? `{ k: ${written}, l: 1 }` : `k: ${written}\nl: 1`, { logLevel: 'silent' })
  if (document.errors.length > 0 || document.warnings.length > 0) return false
  const value = document.toJS() as Record<string, unknown>
  return value['k'] === text && value['l'] === 1 && Object.keys(value).length === 2
}

function renderKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key) && !/^(true|false|null)$/i.test(key) ? key : `'${key.replaceAll("'", "''")}'`
}
