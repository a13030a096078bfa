import { dialog, mustHaveValue, recordNotFound } from '../refusal.ts'
import type { Context } from './context.ts'

/** Which field of which setup names the series of a table. */
const setups: Record<string, readonly [setup: string, field: string]> = {
  Customer: ['Sales & Receivables Setup', 'Customer Nos.'],
  'Sales Header Quote': ['Sales & Receivables Setup', 'Quote Nos.'],
  'Sales Header Order': ['Sales & Receivables Setup', 'Order Nos.'],
  'Sales Header Invoice': ['Sales & Receivables Setup', 'Invoice Nos.'],
  'Sales Header Credit Memo': ['Sales & Receivables Setup', 'Credit Memo Nos.'],
  'Sales Header Return Order': ['Sales & Receivables Setup', 'Return Order Nos.'],
  'Sales Invoice Header': ['Sales & Receivables Setup', 'Posted Invoice Nos.'],
  'Sales Cr.Memo Header': ['Sales & Receivables Setup', 'Posted Credit Memo Nos.'],
  'Sales Shipment Header': ['Sales & Receivables Setup', 'Posted Shipment Nos.'],
  Item: ['Inventory Setup', 'Item Nos.'],
  Contact: ['Marketing Setup', 'Contact Nos.'],
  Opportunity: ['Marketing Setup', 'Opportunity Nos.'],
  Vendor: ['Purchases & Payables Setup', 'Vendor Nos.'],
  'Purchase Order Entity Buffer': ['Purchases & Payables Setup', 'Order Nos.'],
  'Purch. Inv. Entity Aggregate': ['Purchases & Payables Setup', 'Invoice Nos.'],
  'Purch. Cr. Memo Entity Buffer': ['Purchases & Payables Setup', 'Credit Memo Nos.'],
  Employee: ['Human Resources Setup', 'Employee Nos.'],
  'Bank Account': ['General Ledger Setup', 'Bank Account Nos.'],
  Job: ['Projects Setup', 'Project Nos.'],
  'Fixed Asset': ['FA Setup', 'Fixed Asset Nos.'],
}

/** The series that a setup names for a kind of record; undefined where no setup speaks of it. */
function seriesOf(context: Context, kind: string): string | undefined {
  const place = setups[kind]
  if (!place) return undefined
  const [setup, field] = place
  const code = context.store.list(setup)[0]?.text(field) ?? ''
  if (!code) throw mustHaveValue(field, setup, 'Primary Key=')
  return code
}

export function hasNumberSeries(kind: string): boolean {
  return Object.hasOwn(setups, kind)
}

/** A number that the client gives: only where the series allows it. */
export function checkManualNumber(context: Context, kind: string): void {
  const code = seriesOf(context, kind)
  const series = code === undefined ? undefined : context.store.find('No. Series', code)
  if (series && !series.flag('Manual Nos.'))
    throw dialog(
      `You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series ${code}.`,
    )
}

/**
 * The next number of a kind of record. A *Normal* series is part of the transaction (gap-free), a *Sequence* is not: what is rolled
 * back leaves a gap.
 */
export function nextNumber(context: Context, kind: string): string {
  const code = seriesOf(context, kind)
  if (code === undefined) return ''
  const { store } = context
  const series = store.find('No. Series', code)
  if (!series) throw recordNotFound('No. Series', [['Code', code]])
  if (!series.flag('Default Nos.'))
    throw dialog(
      `It is not possible to assign numbers automatically. If you want the program to assign numbers automatically, please activate Default Nos. in No. Series ${code}.`,
    )
  const starts = series.text('Starting Date')
  if (starts > context.today) throw dialog(`You cannot assign new numbers from the number series ${code} on ${context.today}.`)
  const isSequence = series.text('Implementation') === 'Sequence'
  const last = isSequence ? (store.sequences.get(code) ?? series.text('Last No. Used')) : series.text('Last No. Used')
  const next = last === '' ? series.text('Starting No.') : increase(last, series.number('Increment-by No.') || 1)
  const ending = series.text('Ending No.')
  if (next === '' || series.flag('Blocked') || (ending !== '' && isAfter(next, ending)))
    throw dialog(`You cannot assign new numbers from the number series ${code}.`)
  if (isSequence) store.sequences.set(code, next)
  else store.update(series.copy().set('Last No. Used', next).set('Last Date Used', context.today))
  return next
}

/** Adds to the last run of digits: `S-ORD101001` → `S-ORD101002`, `C00010` by 10 → `C00020`. */
function increase(number: string, by: number): string {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(number)
  if (!match) return ''
  const [, prefix = '', digits = '', suffix = ''] = match
  if (digits.length > 18) throw dialog('Number series can only use up to 18 digit numbers.')
  return prefix + String(BigInt(digits) + BigInt(by)).padStart(digits.length, '0') + suffix
}

const isAfter = (number: string, ending: string) => number.length > ending.length || (number.length === ending.length && number > ending)
