import type { SentBody } from '../../contract/deserialize.ts'
import { dialog } from '../../refusal.ts'
import { computed, ignored } from '../columns.ts'
import type { Binding } from '../page.ts'
import type { Context } from '../../records/context.ts'
import { zeroGuid, type Row } from '../../store/row.ts'

/** The batches of one journal template. */
export const journalBinding = (template: string): Binding => ({
  constants: { 'Journal Template Name': template },
  columns: {
    balancingAccountNumber: computed((row) => row.text('Bal. Account No.')),
    balancingAccountId: {
      read: (row, context) => context.store.find('G/L Account', row.text('Bal. Account No.'))?.id ?? zeroGuid,
      write: (row, value, context) => {
        if (value === '' || value === zeroGuid) return void row.set('Bal. Account No.', '')
        const account = context.store.byId('G/L Account', value as string) ?? context.store.byId('Bank Account', value as string)
        if (!account) throw dialog('The "balancingAccountId" does not match to an Account.')
        row.set('Bal. Account No.', account.text('No.'))
      },
    },
  },
  remove(row, context) {
    for (const line of linesOfBatch(row, context)) context.store.remove(line)
    context.store.remove(row)
  },
})

function linesOfBatch(batch: Row, context: Context): readonly Row[] {
  return context.store
    .where('Gen. Journal Line', 'Journal Batch Name', batch.text('Name'))
    .filter((line) => line.text('Journal Template Name') === batch.text('Journal Template Name'))
}

const batchOf = (line: Row, context: Context) =>
  context.store.find('Gen. Journal Batch', line.text('Journal Template Name'), line.text('Journal Batch Name'))

const sentValue = ({ fields }: SentBody, name: string) => fields.find(({ property, blank }) => property.name === name && !blank)?.value

/** The lines of those batches: general, customer payments, vendor payments. */
export const journalLineBinding = (template: string, accountType: string): Binding => ({
  constants: { 'Journal Template Name': template },
  foundBy: ['journalId', 'id'],
  below: (parent, _, context) => linesOfBatch(parent, context),
  start(line, body, context, parent) {
    const id = String(sentValue(body, 'journalId') ?? '')
    const batch = parent?.row ?? context.store.byId('Gen. Journal Batch', id)
    if (!batch) throw dialog('You must specify a journal batch ID or a journal ID to get a journal line.')
    const name = sentValue(body, 'journalDisplayName')
    if (name !== undefined && name !== batch.text('Name')) throw dialog('The Journal Id and Journal Display Name do not match.')
    line.setAll({ 'Journal Batch Name': batch.text('Name'), 'Account Type': accountType })
  },
  columns: {
    journalId: ignored((line, context) => batchOf(line, context)?.id),
    journalDisplayName: ignored((line) => line.text('Journal Batch Name')),
  },
})
