/** A name as documents may have one. @param fallback where nothing of the title can stand in a name */
export function documentName(title: string, fallback: string): string {
  return (
    title
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+|-+$/g, '')
      .slice(0, 60)
      .toLowerCase() || fallback
  )
}

/** An Integration document that chooses a package and changes nothing yet. */
export function integrationDocument({ name, title, packageName }: { name: string; title: string; packageName: string }): string {
  return [...headOf('Integration', name, title), `extends: ${packageName}`, ''].join('\n')
}

/** A Sample document whose record stands in a file beside it. */
export function sampleDocument({ name, title, schema, key }: { name: string; title: string; schema: string; key?: string }): string {
  const lines = [`of: ${schema}`, ...(key === undefined ? [] : [`key: ${JSON.stringify(key)}`]), `file: ${name}.json`, '']
  return [...headOf('Sample', name, title), ...lines].join('\n')
}

function headOf(kind: string, name: string, title: string): string[] {
  return ['apiVersion: v1', `kind: ${kind}`, `name: ${scalar(name)}`, ...(title && title !== name ? [`title: ${scalar(title)}`] : [])]
}

export interface NewCase {
  readonly title: string
  readonly sample: string
  readonly expect: unknown
  readonly isExact: boolean
  readonly problems: readonly string[]
}

/** A Test document with one case. */
export function testDocument(mapping: string, integration: string | undefined, first: NewCase): string {
  const head = [
    'apiVersion: v1',
    'kind: Test',
    `mapping: ${mapping}`,
    ...(integration === undefined ? [] : [`integration: ${scalar(integration)}`]),
    'cases:',
  ]
  return `${head.join('\n')}\n${renderCase(first)}`
}

/** The text with one more case; undefined where something stands behind the cases. */
export function withCase(text: string, added: NewCase): string | undefined {
  const start = /^cases:[ \t]*(?:#.*)?\r?$/m.exec(text)
  if (!start) return undefined
  const rest = text.slice(start.index + start[0].length)
  const isLast = rest.split('\n').every((line) => /^\s*(?:#|$)|^ {2}/.test(line))
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const gap = text.endsWith('\n') ? '' : lineEnd
  return isLast ? text + gap + renderCase(added).replaceAll('\n', lineEnd) : undefined
}

/** JSON is YAML too, as long as it is indented. */
function renderCase({ title, sample, expect, isExact, problems }: NewCase): string {
  const lines = [
    `- title: ${scalar(title)}`,
    `  input: { sample: ${scalar(sample)} }`,
    ...(isExact ? ['  exact: true'] : []),
    ...(problems.length > 0 ? [`  problems: [${problems.map(scalar).join(', ')}]`] : []),
    ...`  expect: ${JSON.stringify(expect ?? {}, null, 2)}`.split('\n').map((line, index) => (index === 0 ? line : `  ${line}`)),
  ]
  return lines.map((line) => `  ${line}\n`).join('')
}

function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9 ._/-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) && !text.endsWith(' ')
    ? text
    : JSON.stringify(text)
}
