import { expect, test } from 'vitest'
import { checkConnection } from '../../../server/connectors/check.ts'
import { schemas } from './business-central/open.ts'

const good = { kind: 'Connection', name: 'acme', connector: 'business-central', url: 'https://bc.example/v2.0/t/Production' }

function codesOf(keys: object): string[] {
  return checkConnection({ ...good, ...keys }, schemas).map(({ code, at }) => `${code} ${at.path ?? ''}`)
}

test.each([
  ['as it should be', {}, []],
  ['on this machine without encryption', { url: 'http://127.0.0.1:4101/v2.0/default/sandbox' }, []],
  ['with an application', { auth: { kind: 'application', tenant: 'contoso.com', clientId: 'c', secret: 'env:S' } }, []],
  ['with a person', { auth: { kind: 'user', tenant: 'contoso.com', clientId: 'c' } }, []],
  [
    'on-premises',
    { url: 'https://bc.example:7048', instance: 'BC140', tenant: 'a', auth: { kind: 'access-key', user: 'u', key: 'env:K' } },
    [],
  ],
  [
    'online, by its environment',
    { url: undefined, environment: 'Production', auth: { kind: 'application', tenant: 't', clientId: 'c', secret: 'env:S' } },
    [],
  ],
  ['of a connector that there is not', { connector: 'buisness-central' }, ['connection.connector-unknown connector']],
  ['with a key that nobody knows', { compny: 'CRONUS' }, ['connection.key-unknown compny']],
  ['with a secret that is none by reference', { auth: { kind: 'token', token: 'eyJhbGciOi' } }, ['connection.key-invalid auth.token']],
  ['with an identity of no known kind', { auth: { kind: 'magic' } }, ['connection.key-invalid auth']],
  [
    'with an application that proves nothing',
    { auth: { kind: 'application', tenant: 't', clientId: 'c' } },
    ['connection.key-invalid auth'],
  ],
  ['with the API in its address', { url: 'https://bc.example/v2.0/t/Production/api/v2.0' }, ['bc.url-invalid url']],
  ['without encryption', { url: 'http://bc.example/BC140' }, ['bc.url-insecure url']],
  ['without encryption, at a name that looks like this machine', { url: 'http://127.0.0.1.evil.example/BC140' }, ['bc.url-insecure url']],
  ['with a password in its address', { url: 'https://u:p@bc.example/BC140' }, ['bc.url-invalid url']],
  [
    'with routes that lead nowhere',
    {
      routes: {
        note: { kind: 'api', address: 'acme/sales/v1.0', schema: {} },
        vat: { kind: 'page', address: 'VAT Posting Setup', schema: {} },
        good: { kind: 'page', address: 'VATPostingSetup', schema: {} },
      },
    },
    ['bc.route-address-invalid routes.note.address', 'bc.route-address-invalid routes.vat.address'],
  ],
])('a connection %s', (_, keys, expected) => {
  expect(codesOf(keys)).toEqual(expected)
})

test('a key of files that nobody knows', () => {
  const problems = checkConnection({ name: 'orders', connector: 'files', pth: 'orders' }, schemas)

  expect(problems).toMatchObject([{ code: 'connection.key-unknown', hint: 'Did you mean “path”?' }])
})
