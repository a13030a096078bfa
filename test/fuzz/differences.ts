import type { Node, Tree } from '../../engine/expression/1-parse/tree.ts'
import { builtIns } from '../../engine/expression/index.ts'
import type { Mend } from './mended.ts'
import { calls, nodesOf } from './nodes.ts'
import type { Outcome } from './oracle.ts'
import { isEqual } from './same.ts'

/**
 * Where this compiler differs from jsonata 2.2.2 on purpose: the only such list. The fuzzer passes over these and nothing else.
 */
export interface Difference {
  name: string
  why: string
  /** Whether two outcomes that are not the same differ for this reason. */
  explains?(tree: Tree, theirs: Outcome, ours: Outcome): boolean
  /** They differ for this reason if they are the same once this is changed in JSONata. */
  mend?: Mend
}

function isEvalError({ error }: Outcome): boolean {
  return error?.code === 'D3120' || error?.code === 'D3121'
}

/** Texts that are not among JSONata's, of which some begin alike. */
const ofJavaScript = /^(Cannot (?!negate )|Invalid |Maximum call |.* is not (?!a compatible |supported ))/

/** An error of JavaScript's own, which `$eval` tells as one of its own. */
function isCrash({ crash, error }: Outcome): boolean {
  const inEval = error?.code === 'D3121' && typeof error.value === 'string' && ofJavaScript.test(error.value)
  return crash !== undefined || inEval
}

/** Also inside `$eval`, which tells the text of the error. */
function isReplacedByFunction({ error }: Outcome): boolean {
  const inEval = error?.code === 'D3121' && String(error.value).startsWith('$replace got a function')
  return inEval || (error?.code === 'D3012' && typeof error.value === 'function')
}

/** Both failed in the same way, but for where, and with which word. */
function isSameBut(theirs: Outcome, ours: Outcome, ...keys: (keyof NonNullable<Outcome['error']>)[]): boolean {
  const [left, right] = [theirs.error, ours.error]
  if (!left || !right) return false
  return (['code', 'position', 'token', 'value', 'index'] as const).every((key) => keys.includes(key) || isEqual(left[key], right[key]))
}

function holds(tree: Tree | Node, test: (node: Node) => boolean): boolean {
  for (const node of nodesOf(tree)) if (test(node)) return true
  return false
}

/** Something is called from elsewhere than where its call is written. */
function callsElsewhere(node: Node): boolean {
  const isHigherOrder = calls(node, 'map', 'filter', 'single', 'reduce', 'sort', 'each', 'sift', 'replace', 'match', 'split', 'contains')
  return isHigherOrder || node.kind === 'apply' || node.kind === 'partial' || calls(node, 'eval')
}

/** A variable or a parameter may hold the function that is called. */
function callsUnknown(node: Node): boolean {
  return node.kind === 'call' && !(node.procedure.kind === 'variable' && builtIns.has(node.procedure.name))
}

export const differences: readonly Difference[] = [
  {
    name: 'crash',
    why: 'JSONata stops with an error of JavaScript (“Cannot read properties of undefined”); here it is an error with a code, or a value.',
    explains: (_tree, theirs, ours) => isCrash(theirs) && ours.crash === undefined,
  },
  {
    name: 'endless',
    why: 'JSONata does not come to an end; here the evaluation does.',
    explains: (_tree, theirs, ours) => theirs.error?.code === 'D1012' && ours.error?.code !== 'D1012',
  },
  {
    name: 'changed input',
    why: 'The input is never changed. JSONata puts an undefined item into an empty list of the input that is grouped, and goes on with that.',
    mend: { pattern: /input\.push\(undefined\);/g, replacement: 'input = focus.createSequence(undefined)', times: 1 },
  },
  {
    name: 'words',
    why: 'The texts of messages are our own; $eval gives that of the error inside it as the value of its own.',
    explains: (_tree, theirs, ours) => isEvalError(theirs) && isSameBut(theirs, ours, 'value'),
  },
  {
    name: 'stale place',
    why: 'JSONata notes on a function where it was last called, and tells that place when it is called by another function ($map), by ~>, or by another expression. Here an error has the place of its own call, or none.',
    explains: (tree, theirs, ours) => {
      const left: 'value'[] = isEvalError(theirs) ? ['value'] : []
      return isSameBut(theirs, ours, 'position', 'token', ...left) && holds(tree, (node) => callsElsewhere(node) || callsUnknown(node))
    },
  },
  {
    name: 'partial',
    why: 'A built-in function of which some arguments are given checks the others as in any call, and takes a single value as a list. JSONata calls it unchecked, and crashes or gives something odd.',
    mend: {
      pattern: /partialApplyNativeFunction\(proc\.implementation, evaluatedArgs, environment\)/g,
      replacement: 'checkedPartial(evaluatedArgs, (all, input) => apply(proc, all, input, environment))',
      times: 1,
    },
  },
  {
    name: 'regex under ?: and ??',
    why: 'A regular expression on the left of ?: or ?? is the same in the test as in the value. JSONata makes the test from a copy as JSON, in which it becomes /[object Object]/.',
    mend: { pattern: /JSON\.parse\(JSON\.stringify\(left\)\)/g, replacement: 'copyOf(left)', times: 2 },
  },
  {
    name: '__proto__ in a transform',
    why: 'What a transform writes under the key __proto__ is a field like any other. JSONata drops it, or changes the prototype of the copy.',
    mend: { pattern: /match\[prop\] = update\[prop\];/g, replacement: 'write(match, prop, update[prop])', times: 1 },
  },
  {
    name: 'toJSON',
    why: 'A field toJSON is a field like any other. JSONata writes what it gives in the place of the object, if it is a regular expression.',
    mend: { pattern: /str = JSON\.stringify\(arg,/g, replacement: 'str = JSON.stringify(asData(arg),', times: 1 },
  },
  {
    name: 'text replaced by a function',
    why: 'A function as the replacement of a plain text is refused. JSONata writes the source text of the function in its place.',
    explains: (_tree, theirs, ours) => isReplacedByFunction(ours) && !isReplacedByFunction(theirs),
  },
  {
    name: 'search in a function',
    why: 'A regular expression called on a function, or on a list with one, is refused. JSONata searches the source text of its own code.',
    explains: (_tree, theirs, ours) =>
      ours.error?.code === 'T0410' && ours.error.index === 1 && typeof ours.error.value === 'function' && !theirs.error,
  },
  {
    name: 'last $eval of a lambda',
    why: '$eval sees what is bound where it stands, also as the last call of a lambda. There JSONata shows it what is bound where the lambda is called.',
    mend: {
      pattern: /applyInner\(next, evaluatedArgs, input, environment\)/g,
      replacement: 'applyInner(next, evaluatedArgs, input, result.environment)',
      times: 1,
    },
  },
  {
    name: 'group over one tuple',
    why: 'Every pair of a group sees the context of its tuple. JSONata takes it away while the first pair is evaluated, where the group has a single tuple.',
    mend: { pattern: /return tupleStream;/g, replacement: 'return Object.assign(Object.create(null), tupleStream)', times: 1 },
  },
  {
    name: 'tuples behind a sort',
    why: 'What a path with @, # or % has sorted is filtered and grouped as before. JSONata takes the sorted tuples themselves for the items.',
    mend: {
      pattern: /result = await evaluateSortExpression\(expr, tupleBindings, environment\);/g,
      replacement: '$& result.tupleStream = true',
      times: 1,
    },
  },
  {
    name: 'transform of something else',
    why: 'A transform changes the copy that it has made. JSONata also changes what the pattern finds elsewhere: the input, or what a variable holds.',
    mend: {
      pattern: /var match = matches\[ii\];/g,
      replacement: '$& if (typeof match === "object" && match !== null && !holds(result, match)) continue',
      times: 1,
    },
  },
  {
    name: 'last call behind ?: and ??',
    why: 'The left side of ?: and ?? is evaluated once. JSONata evaluates it twice, and where a lambda ends with it, the second time on what the lambda is called on.',
    mend: { pattern: /expr\.then = tailCallOptimize\(expr\.then\);/g, replacement: 'if (!isFallback(expr)) $&', times: 1 },
  },
  {
    name: 'last call, filtered',
    why: 'What a lambda ends with may be filtered, grouped or kept a list. JSONata does that to the call before it is made, or not at all.',
    mend: {
      pattern: /var tailCallOptimize = function \(expr\) \{/g,
      replacement: '$& if (expr.predicate || expr.group || expr.keepArray) return expr;',
      times: 1,
    },
  },
  {
    name: 'tuples of a constructor',
    why: 'What @ and # say of a list constructor at the start of a path is bound. JSONata forgets it.',
    mend: { pattern: /ii === 0 && step\.consarray/g, replacement: '$& && !step.tuple', times: 1 },
  },
  {
    name: 'list-like object',
    why: 'An item that is picked from a constructor at the start of a path is a list only if it is one. JSONata goes by its field “length”.',
    mend: {
      pattern: /resultSequence = await evaluate\(step, inputSequence, environment\);/g,
      replacement: '$& if (isObject(resultSequence)) resultSequence = environment.base.createSequence()',
      times: 1,
    },
  },
  {
    name: 'function taken apart',
    why: '$spread gives a function back as it is. JSONata spreads the object that a built-in function is inside it.',
    mend: {
      pattern: /typeof arg === 'object' && !isLambda\(arg\)/g,
      replacement: '$& && arg._jsonata_function !== true',
      times: 1,
    },
  },
  {
    name: 'marks among the items',
    why: 'The fields of a list are its items. JSONata notes on a list in two more fields that it was found by a path, and * takes those too where such a list is the context: of an $eval, or of a constructor at the start of a path.',
    mend: { pattern: /(\w+)\.(sequence|keepSingleton) = true;/g, replacement: "note($1, '$2')", times: 4 },
  },
  {
    name: 'unknown part of a date',
    why: 'A picture of a date that asks for something that dates do not have is refused. JSONata writes “undefined” there, if the marker has more than that letter.',
    explains: (_tree, theirs, ours) => ours.error?.code === 'D3132' && theirs.error?.code !== 'D3132',
  },
  {
    name: 'separators before short numbers',
    why: 'Grouping separators at irregular places stand between digits. JSONata also writes those for which the number is too short, in front of it.',
    mend: {
      pattern: /pic\.integerPartGroupingPositions\.forEach\(function \(pos\) \{/g,
      replacement: '$& if (pos >= decimalPos) return;',
      times: 1,
    },
  },
  {
    name: 'order in constructors',
    why: 'The parts of [ ] and { } are evaluated one after the other, and the first that fails is told. JSONata starts them all at once, and tells the one that fails after the fewest waits.',
    mend: {
      pattern: /Promise\.all\(([\w.()]+)\s*\.map\(async \((\w+), idx\) => \{/g,
      replacement: 'inTurn($1.map(($2, idx) => async () => {',
      times: 2,
    },
  },
]
