import { expect, test } from 'vitest'
import { greeting, startBusinessCentralSandbox } from '../../../../server/sandbox/business-central/index.ts'

test('a sandbox says what it serves and how a connection points at it', async () => {
  const sandbox = await startBusinessCentralSandbox()

  const text = greeting(sandbox)
  await sandbox.close()

  expect(text).toContain(`${sandbox.url}/v2.0/default/sandbox/api/v2.0`)
  expect(text).toContain('connector: business-central')
})

test('with --auth it names the apps, and what is wrong with each', async () => {
  const sandbox = await startBusinessCentralSandbox({ auth: true })

  const text = greeting(sandbox, '/tmp/sandbox.pem')
  await sandbox.close()

  expect(text).toContain(sandbox.auth!.clients[0]!.id)
  expect(text).toContain('nobody has consented to it')
  expect(text).toContain('NODE_EXTRA_CA_CERTS=/tmp/sandbox.pem')
})
