export { type Catalogue, type FailureClass, type Place, type Problem, ProblemError, defineProblems, isError } from './problem.ts'

export { checkStructure } from './document/check-structure.ts'
export { DocumentSet, type SourceDocument, documentsIn } from './document/document-set.ts'
export { type TextEdit, applyEdit, removeEdit, setEdit } from './document/edit.ts'
export { effectiveDocument, overlayOfIntegration, type Overlay } from './document/effective.ts'
export { didYouMean } from './document/nearest-name.ts'
export { type DocumentNode, type Entry, type MapNode, childOf, entryOf, nodeAt, placeOf, textOf, valueOf } from './document/node.ts'
export { documentCatalogue, documentProblem } from './document/problems.ts'
export { type ParsedText, parseText } from './document/parse.ts'
export type { Content } from './document/render.ts'
export { reparseText } from './document/reparse.ts'
export { type Kind, kinds } from './document/schemas.ts'
export { SourceText } from './document/source-text.ts'

export { type ContractCheck, type Violation, captionOf, compileContract } from './mapping/contract.ts'
export { isDate, isDateTime, isGuid } from './mapping/formats.ts'
export { mappingCatalogue } from './mapping/problems.ts'
export { type Schema, type SchemaView, dereference, findSchema, itemsOf, propertyOf } from './mapping/schema.ts'
export { type SchemaSource, entitySetsOf, findEntitySet } from './mapping/schema-source.ts'

export {
  type CompileOptions,
  type CompiledExpression,
  type CompiledTemplate,
  ExpressionError,
  analyseExpression,
  builtIns,
  compileExpression,
  compileTemplate,
  expressionProblems,
  parseExpression,
} from './expression/index.ts'
