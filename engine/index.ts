export {
  type Catalogue,
  type FailureClass,
  type Place,
  type Problem,
  type ProblemDeclaration,
  ProblemError,
  defineProblems,
  isError,
} from './problem.ts'
export { portableValue, shownValue } from './shown-value.ts'

export { checkStructure } from './document/check-structure.ts'
export { showPath } from './document/path.ts'
export { DocumentSet, type SourceDocument, documentsIn } from './document/document-set.ts'
export { type TextEdit, applyEdit, removeEdit, setEdit } from './document/edit.ts'
export { effectiveDocument, overlayOfIntegration, type Overlay } from './document/effective.ts'
export { didYouMean } from './document/nearest-name.ts'
export {
  type DocumentNode,
  type Entry,
  type MapNode,
  type Range,
  type ScalarNode,
  childOf,
  entryOf,
  filesIn,
  keyPlaceOf,
  nodeAt,
  placeOf,
  textOf,
  valueOf,
} from './document/node.ts'
export { documentCatalogue, documentProblem } from './document/problems.ts'
export { type ParsedText, parseText } from './document/parse.ts'
export type { Content } from './document/render.ts'
export { reparseText } from './document/reparse.ts'
export { placeInScalar, sourceOffset, valueIndex } from './document/scalar-offsets.ts'
export { type Kind, kindSchemas, kinds, sharedSchemas } from './document/schemas.ts'
export { SourceText } from './document/source-text.ts'
export { type Verb, verbs } from './document/verbs.ts'

export {
  type BuiltIn,
  type CompileOptions,
  type CompiledExpression,
  type TracedExpression,
  type CompiledTemplate,
  type ExpressionTrace,
  ExpressionError,
  type Analysis,
  type Value as KnownValue,
  type Tree,
  analyseExpression,
  builtIns,
  compileExpression,
  compileTemplate,
  expressionProblems,
  formatExpression,
  locate,
  parseExpression,
  tokenize,
  types,
} from './expression/index.ts'

export { apiVersion } from './mapping/api-version.ts'
export { checkMapping } from './mapping/check-mapping.ts'
export type { CheckScope, Sighting } from './mapping/check-scope.ts'
export { type DataShape, dataShapes } from './mapping/data-shape.ts'
export { type CaseResult, type SampleRecord, readCases, runCase } from './mapping/cases.ts'
export {
  type CompileMappingOptions,
  type CompiledMapping,
  type MappedRecord,
  compileMapping,
  requireTarget,
} from './mapping/compile-mapping.ts'
export { type ExplainedField, explainFields } from './mapping/explain-fields.ts'
export type { ExplainedExpression, ExplainedRead, ExplainedValue, Explanation } from './mapping/explain.ts'
export { type ContractCheck, type Violation, captionOf, compileContract } from './mapping/contract.ts'
export { isDate, isDateTime, isGuid } from './mapping/formats.ts'
export { loadMapping } from './mapping/load-mapping.ts'
export { type Mapping, type PackageFacts, openMapping, packageFacts } from './mapping/mapping.ts'
export { mappingCatalogue, mappingProblem } from './mapping/problems.ts'
export { type PersonalData, type Schema, type SchemaView, dereference, findSchema, itemsOf, propertyOf, typesOf } from './mapping/schema.ts'
export { type SchemaSource, entitySetsOf, findEntitySet } from './mapping/schema-source.ts'
export { type SettingsSchema, resolveSettings } from './mapping/settings.ts'
export { parseJson } from './mapping/parse-json.ts'
export { harmIn, recordLimits } from './mapping/record-limits.ts'
export type { ExpressionValue, Field, Leaf, Let, Only, Shape, Value } from './mapping/shape.ts'

export { checkFlow } from './flow/check-flow.ts'
export { CheckMemory, type Steps, checkDocuments, checkInSteps } from './flow/check-documents.ts'
export { compileFlow } from './flow/compile-flow.ts'
export type { FlowProgram, ItemPlan, Scope, StepPlan, FlowOutline, FlowStep, StepTarget, Words } from './flow/program.ts'
export { type OpenFlow, openFlow } from './flow/open-flow.ts'
export { checkRoutes } from './flow/check-routes.ts'
export { readFlowCases, runFlowCase } from './flow/flow-cases.ts'
export { isPending, pendingValues } from './flow/pending.ts'
export { notFound, showMatch, twinFound } from './flow/look-up.ts'
export { previewFlow, requirementFailed } from './flow/preview-flow.ts'
export { previewKey } from './flow/preview-key.ts'
export { flowCatalogue, flowProblem } from './flow/problems.ts'
export { targetsInDocuments } from './flow/resources.ts'
export { checkCreation, checkSent } from './flow/sent-check.ts'
export { settingsNode } from './flow/settings-node.ts'
export { shortKey } from './flow/short-key.ts'
