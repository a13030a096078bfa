import { recordNotFound } from '../refusal.ts'
import type { Context } from '../records/context.ts'

export interface VatSetup {
  /** As it stands on a line: nothing where the customer owes the tax. */
  percent: number
  calculation: string
  identifier: string
}

/** @throws Refusal where the pair of posting groups is not set up */
export function vatSetup(context: Context, business: string, product: string): VatSetup {
  const setup = context.store.find('VAT Posting Setup', business, product)
  if (!setup)
    throw recordNotFound('VAT Posting Setup', [
      ['VAT Bus. Posting Group', business],
      ['VAT Prod. Posting Group', product],
    ])
  const calculation = setup.text('VAT Calculation Type') || 'Normal VAT'
  return { percent: calculation === 'Normal VAT' ? setup.number('VAT %') : 0, calculation, identifier: setup.text('VAT Identifier') }
}
