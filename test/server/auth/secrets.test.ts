import { expect, test } from 'vitest'
import { environmentSecrets } from '../../../server/auth/secrets.ts'

test('a reference means a variable of the environment, as it is at the moment', () => {
  const environment: NodeJS.ProcessEnv = { BC_TOKEN: 'old' }
  const secret = environmentSecrets(environment)

  const before = secret('env:BC_TOKEN')
  environment['BC_TOKEN'] = 'new'

  expect([before, secret('env:BC_TOKEN')]).toEqual(['old', 'new'])
})

test.each(['env:NOT_THERE', 'env:EMPTY', 'file:/etc/passwd', 'plain text'])('%s means nothing', (reference) => {
  const secret = environmentSecrets({ EMPTY: '' })

  expect(() => secret(reference)).toThrow('identity.secret-missing')
})

test('a certificate may stand in one line', () => {
  const secret = environmentSecrets({ CA: '-----BEGIN CERTIFICATE-----\\nabc\\n-----END CERTIFICATE-----' })

  expect(secret('env:CA').split('\n')).toHaveLength(3)
})
