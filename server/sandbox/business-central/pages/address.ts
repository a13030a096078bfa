import type { Complex } from '../contract/deserialize.ts'
import { assign } from '../records/context.ts'
import type { Column, Json } from './page.ts'

const prefixes: Record<string, string> = {
  sellingPostalAddress: 'Sell-to ',
  billingPostalAddress: 'Bill-to ',
  shippingPostalAddress: 'Ship-to ',
  buyFromAddress: 'Buy-from ',
  payToAddress: 'Pay-to ',
  shipToAddress: 'Ship-to ',
}

export const addressPrefix = (property: string) => prefixes[property] ?? ''

const parts = [
  ['street', 'Address'],
  ['city', 'City'],
  ['state', 'County'],
  ['countryLetterCode', 'Country/Region Code'],
  ['postalCode', 'Post Code'],
] as const

const code = new Set(['countryLetterCode', 'postalCode'])

/**
 * An address of API v1.0: one complex value for what are flat properties in v2.0. `street` is line 1, then CR LF and line 2; a line 1
 * over 100 characters is cut without a word, as the real page does.
 */
export function address(prefix: string): Column {
  return {
    read: (row) => {
      const value: { [name: string]: Json } = {}
      for (const [name, field] of parts) value[name] = row.text(prefix + field)
      const second = row.text(`${prefix}Address 2`)
      if (second) value.street = `${row.text(`${prefix}Address`)}\r\n${second}`
      return value
    },
    write: (row, sent, context) => {
      const value = sent as Complex
      const part = (name: string) => String(value?.get(name) ?? '')
      const [first = '', ...rest] = part('street').split('\r\n')
      assign(context, row, `${prefix}Address`, first.slice(0, 100))
      assign(context, row, `${prefix}Address 2`, rest.join(' ').slice(0, 50))
      for (const [name, field] of parts.slice(1))
        assign(context, row, prefix + field, code.has(name) ? part(name).trim().toUpperCase() : part(name))
    },
  }
}
