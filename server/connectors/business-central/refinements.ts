import type { businessCentralCatalogue } from './problems.ts'

type Code = keyof typeof businessCentralCatalogue

/** A sentence of Business Central that allows better advice. We ask for English; in another language the general advice stands. */
interface Refinement {
  readonly pattern: RegExp
  readonly code: Code
  /** Names of the parameters that the groups of the pattern give. */
  readonly parameters: readonly string[]
}

const refinements: readonly Refinement[] = [
  {
    pattern: /VAT Posting Setup does not exist\..*VAT Bus\. Posting Group='([^']*)',\s*VAT Prod\. Posting Group='([^']*)'/,
    code: 'bc.vat-pair-missing',
    parameters: ['business', 'product'],
  },
  {
    pattern: /General Posting Setup does not exist\..*Gen\. Bus\. Posting Group='([^']*)',\s*Gen\. Prod\. Posting Group='([^']*)'/,
    code: 'bc.posting-setup-missing',
    parameters: ['business', 'product'],
  },
  {
    pattern: /^(.+ Posting Group) must have a value in ([^:]+): No\.=([^.]*)\./,
    code: 'bc.posting-group-missing',
    parameters: ['group', 'table', 'number'],
  },
  {
    pattern: /^Status must be equal to 'Open' in Sales Header: .*No\.=([^.]*)\. Current value is/,
    code: 'bc.document-released',
    parameters: ['number'],
  },
  { pattern: /when Customer (\S+) is blocked with type (\S+?)\.?$/, code: 'bc.customer-blocked', parameters: ['number', 'block'] },
  { pattern: /^Blocked must be equal to 'No' +in Item: No\.=([^.]*)\./, code: 'bc.item-blocked', parameters: ['number'] },
  { pattern: /There is no Currency Exchange Rate within the filter/, code: 'bc.exchange-rate-missing', parameters: [] },
  {
    pattern: /You cannot assign new numbers from the number series (\S+?)(?: on [\d./-]+)?\.?$/,
    code: 'bc.number-series-exhausted',
    parameters: ['series'],
  },
  {
    pattern: /not possible to assign numbers automatically\..*No\. Series (\S+?)\.?$/,
    code: 'bc.number-series-closed',
    parameters: ['series'],
  },
  { pattern: /may not enter numbers manually\..*No\. Series (\S+?)\.?$/, code: 'bc.number-not-ours', parameters: ['series'] },
  { pattern: /You do not have the following permissions on TableData (.+)$/, code: 'bc.permission-missing', parameters: ['table'] },
  { pattern: /^The property '([^']+)' does not exist on type/, code: 'bc.property-unknown', parameters: ['property'] },
  { pattern: /^Control '([^']+)' is read-only/, code: 'bc.property-read-only', parameters: ['property'] },
  {
    pattern: /length of the string is (\d+), but it must be less than or equal to (\d+) characters/,
    code: 'bc.value-too-long',
    parameters: ['length', 'limit'],
  },
]

/** The more exact problem that the text of an answer allows; its class is that of the code, whatever the text says. */
export function refine(text: string): { code: Code; parameters: Record<string, string> } | undefined {
  for (const { pattern, code, parameters } of refinements) {
    const match = pattern.exec(text)
    if (match) return { code, parameters: Object.fromEntries(parameters.map((name, index) => [name, match[index + 1] ?? ''])) }
  }
  return undefined
}
