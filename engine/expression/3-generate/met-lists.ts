import type { Tree } from '../1-parse/tree.ts'

/**
 * Which of JSONata's lists that are no plain arrays may turn up in an expression. Code that tells them apart is written only where
 * there can be any.
 */
export interface MetLists {
  /** Sequences that have not collapsed, and are not known statically. */
  readonly open: boolean
  /** Lists that are one item of whatever path meets them. */
  readonly asItems: boolean
  /** Sequences of one that `[]` has kept. */
  readonly kept: boolean
  /** The same in fields. */
  readonly keptInFields: boolean
}

/** @param isBuiltIn whether a variable's name is that of a built-in function */
export function listsMetIn(tree: Tree, isBuiltIn: (name: string) => boolean): MetLists {
  return {
    open: tree.hasTailCalls || [...tree.values].some(isBuiltIn),
    asItems: tree.makesListItems,
    kept: tree.keepsSingle,
    keptInFields: tree.keepsSingle && tree.makesObjects,
  }
}
