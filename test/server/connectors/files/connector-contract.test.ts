import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { files } from '../../../../server/connectors/files/index.ts'
import { ManualClock } from '../../manual-clock.ts'
import { type Subject, connectorContract } from '../connector-contract.ts'

connectorContract(
  'files',
  async (): Promise<Subject> => {
    const folder = mkdtempSync(join(tmpdir(), 'contract-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'orders.ndjson')
    const keys = Array.from({ length: 250 }, (_, index) => `O-${index}`)
    const line = (key: string) => `${JSON.stringify({ OrderID: key })}\n`
    writeFileSync(file, keys.map(line).join(''))
    const clock = new ManualClock()
    return {
      connector: files,
      connection: { name: 'orders', connector: 'files', path: file },
      context: { clock, schemas: { get: () => undefined }, secret: () => '' },
      clock,
      source: { resource: 'orders', key: 'OrderID' },
      keys,
      add: async (...added) => appendFileSync(file, added.map(line).join('')),
      spoil: async () => {
        appendFileSync(file, 'no json\n[1]\n')
        return 2
      },
    }
  },
  { throttles: false },
)
