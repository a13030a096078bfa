import type { SourceNode } from '../preview/source-tree.ts'

/**
 * What to write into a row to read a leaf of the source.
 * @param context names that lead to what the row's expressions see; unknown where a list is computed
 */
export function pathExpression({ root, path }: Pick<SourceNode, 'root' | 'path'>, context: readonly string[] | undefined): string {
  if (root !== 'source') return joined([root === 'let' ? `$${path[0] ?? ''}` : `$${root}`, ...path.slice(root === 'let' ? 1 : 0)])
  const inContext = context && context.length <= path.length && context.every((name, index) => path[index] === name)
  if (!inContext) return joined(['$source', ...path])
  const rest = path.slice(context.length)
  return rest.length === 0 ? '$' : joined(rest)
}

function joined(names: readonly string[]): string {
  return names.map((name) => (/^\$?[A-Za-z_]\w*$/.test(name) && !reserved.has(name) ? name : `\`${name}\``)).join('.')
}

/** Words that JSONata would take for operators. */
const reserved = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function'])
