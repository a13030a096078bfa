/** Everything that generated code may call, and nothing else. */
export { countOf, foldOf, lookupIn, sumOf } from './aggregate.ts'
export {
  apply,
  applyOrChain,
  applyRaw,
  applyTo,
  atHome,
  call,
  callLast,
  closure,
  enter,
  inCall,
  invoke,
  isPresent,
  partial,
  run,
  signed,
  TailCall,
  valueOf,
} from './call.ts'
export { applyIn, Environment, within } from './environment.ts'
export { at, ExpressionError, failureOf, raise } from './error.ts'
export {
  append,
  appendFound,
  close,
  closeKept,
  collapse,
  collapseIfThere,
  collapseKept,
  handedOn,
  isArray,
  isEmptyArray,
  isKept,
  itemAt,
  items,
  itemsFound,
  itemsOfList,
  itemsOrMissing,
  keep,
  keepItem,
  listItem,
  listOrMissing,
  markKept,
  markSequences,
  none,
  onlyList,
  released,
  unbound,
  unwrapped,
  wrapped,
} from './list.ts'
export { checkKey, gathered, Groups, orMissing } from './group.ts'
export { charge, meter, spend } from './meter.ts'
export { renewed } from './matcher.ts'
export { setOwn } from './object.ts'
export {
  add,
  concatenate,
  divide,
  equal,
  greater,
  greaterOrEqual,
  isIn,
  isNumber,
  isSame,
  isTrue,
  isTrueAt,
  less,
  lessOrEqual,
  longText,
  multiply,
  negate,
  range,
  remainder,
  subtract,
  timesKept,
  unequal,
} from './operators.ts'
export {
  descendants,
  openDescendants,
  fieldsAsList,
  fieldsOf,
  lookup,
  noFields,
  objectPrototype,
  openFields,
  own,
  walk,
  walkItem,
  walkItemItems,
  walkItemKept,
  walkItems,
  walkKept,
} from './read.ts'
export { trace } from './trace.ts'
export { checkResult } from './result.ts'
export { holdsOnly } from './signature.ts'
export { orderOf, sorted } from './sort.ts'
export { withoutBlanks } from './blank.ts'
export { hasFields, placeOfWarnings, required } from './template.ts'
export { extend, extendAll, itemsOfTuples, merged, number, tuplesOf } from './tuple.ts'
export { transformer } from './transform.ts'
export { distinctItems, distinctValue } from './distinct.ts'
