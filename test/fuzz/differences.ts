import type { Outcome } from './oracle.ts'

/**
 * Where this compiler differs from jsonata 2.2.2 on purpose: the only such list. The fuzzer passes over these and nothing else.
 */
export interface Difference {
  name: string
  why: string
  /** Whether two outcomes that are not the same differ for this reason. */
  explains(text: string, theirs: Outcome, ours: Outcome): boolean
}

function isEvalError({ error }: Outcome): boolean {
  return error?.code === 'D3120' || error?.code === 'D3121'
}

/** Both failed in the same way, but for where, and with which word. */
function isSameFailure(theirs: Outcome, ours: Outcome): boolean {
  return (
    theirs.error !== undefined &&
    ours.error !== undefined &&
    theirs.error.code === ours.error.code &&
    theirs.error.index === ours.error.index
  )
}

export const differences: readonly Difference[] = [
  {
    name: 'crash',
    why: 'JSONata stops with an error of JavaScript (“Cannot read properties of undefined”); here it is an error with a code, or a value.',
    explains: (_text, theirs, ours) => theirs.crash !== undefined && ours.crash === undefined,
  },
  {
    name: 'endless',
    why: 'JSONata does not come to an end; here the evaluation does.',
    explains: (_text, theirs) => theirs.error?.code === 'D1012',
  },
  {
    name: 'words',
    why: 'The texts of messages are our own; $eval gives that of the error inside it as the value of its own.',
    explains: (_text, theirs, ours) => isEvalError(theirs) && isEvalError(ours) && theirs.error!.code === ours.error!.code,
  },
  {
    name: 'stale place',
    why: 'JSONata notes on a function where it was last called, and tells that place when it is called by another function ($map), by ~>, or by another expression. Here an error has the place of its own call, or none.',
    explains: (text, theirs, ours) =>
      isSameFailure(theirs, ours) && /~>|\$(map|filter|single|reduce|sort|each|sift|replace|match|split|contains)\b|:=|\(\?/.test(text),
  },
  {
    name: 'partial',
    why: 'A built-in function of which some arguments are given checks the others as in any call. JSONata calls it unchecked, and crashes or gives something odd.',
    explains: (text) => /\$[a-zA-Z0-9]+\([^()]*\?\s*[,)]/.test(text),
  },
  {
    name: 'regex state',
    why: 'A regular expression starts anew with each text. In JSONata it may go on where it stopped in the text before, as with ?:, which evaluates its left side twice.',
    explains: (text) => /\?[?:]/.test(text) && /[(,]\s*\/[^/]+\//.test(text),
  },
  {
    name: '__proto__ in a transform',
    why: 'What a transform writes under the key __proto__ is a field like any other. JSONata drops it, or changes the prototype of the copy.',
    explains: (text) => text.includes('|') && text.includes('__proto__'),
  },
  {
    name: 'text replaced by a function',
    why: 'A function as the replacement of a plain text is refused. JSONata writes the source text of the function in its place.',
    explains: (text, _theirs, ours) => text.includes('$replace') && ours.error?.code === 'D3012',
  },
  {
    name: 'last $eval of a lambda',
    why: '$eval sees what is bound where it stands, also as the last call of a lambda. There JSONata shows it what is bound where the lambda is called.',
    explains: (text) => /(function|λ)[^]*\$eval/.test(text),
  },
  {
    name: 'group over one tuple',
    why: 'Every pair of a group sees the context of its tuple. JSONata takes it away while the first pair is evaluated, where the group has a single tuple.',
    explains: (text) => /[@#%]/.test(text) && /\{[^]*:[^]*,[^]*:/.test(text),
  },
  {
    name: 'order in constructors',
    why: 'The parts of [ ] and { } are evaluated one after the other, and the first that fails is told. JSONata starts them all at once, and tells the one that fails after the fewest waits.',
    explains: (text, theirs, ours) => theirs.error !== undefined && ours.error !== undefined && /[[{]/.test(text),
  },
]
