export { parseExpression, type ParsedExpression, type SyntaxProblem } from './1-parse/parse.ts'
export { locate, type Span } from './1-parse/spans.ts'
export {
  analyseExpression,
  type Analysis,
  type AnalysisScope,
  type FunctionCall,
  type PathRead,
  type TableLookup,
  type VariableRead,
} from './2-analyze/analyse.ts'
export * as types from './2-analyze/types.ts'
export { either, itemOf, type Origin, type Shapes, type Value } from './2-analyze/value.ts'
export { compileExpression, type CompiledExpression } from './3-generate/expression.ts'
export { compileTemplate, TemplateError, type TemplateProblem } from './3-generate/template.ts'
export { builtIns } from './functions/index.ts'
export type { FunctionDefinition } from './functions/definition.ts'
export { limitsOf, type Limits, type Profile } from './limits.ts'
export type { CompileOptions } from './options.ts'
export { expressionProblems } from './problems.ts'
export { ExpressionError } from './runtime/error.ts'
export { isTrue } from './runtime/operators.ts'
export type * from './template.ts'
