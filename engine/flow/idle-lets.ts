import { type ObjectTemplate, parseExpression } from '../expression/index.ts'

/**
 * The template without the lets at its root that nothing in it can come to. Each step of a flow is compiled by itself and sees every let of
 * the flow, but most steps need few of them; those that none needs are still checked.
 */
export function withoutIdleLets(template: ObjectTemplate): ObjectTemplate {
  const lets = new Map(template.lets.map((each) => [each.name, each]))
  const needed = new Set<string>()
  const pending = [...textsIn([template.when, template.entries])]
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    const { ast } = parseExpression(text)
    if (!ast) return template
    for (const name of ast.names) {
      const named = lets.get(name)
      if (!named || needed.has(name)) continue
      needed.add(name)
      pending.push(...textsIn(named))
    }
  }
  return { ...template, lets: template.lets.filter(({ name }) => needed.has(name)) }
}

function* textsIn(part: unknown): Generator<string> {
  if (typeof part !== 'object' || part === null) return
  if ('kind' in part && part.kind === 'expression' && 'text' in part && typeof part.text === 'string') yield part.text
  else for (const inner of Object.values(part)) yield* textsIn(inner)
}
