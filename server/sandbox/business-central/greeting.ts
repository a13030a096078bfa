import type { Sandbox } from './index.ts'

/**
 * What a person wants to know of a sandbox that has just started: what it serves, and how a connection points at it.
 * @param certificateFile where the caller has put the certificate, with `auth`
 */
export function greeting(sandbox: Sandbox, certificateFile?: string): string {
  const { url, auth } = sandbox
  const environment = `${url}/v2.0/${auth?.tenant ?? 'sandbox'}/Production`
  const lines = [
    `Business Central sandbox at ${url}, company CRONUS International Ltd.`,
    '',
    `  API             ${environment}/api/v2.0 (and api/v1.0)`,
    `  extension       ${environment}/api/fieldloom/sales/v1.0`,
    `  web services    ${environment}/ODataV4`,
    `  description     …/$metadata below each`,
    `  for tests       ${url}/_sandbox/ledger, faults, limits, reset, act`,
    '',
    'A connection to it:',
    '',
    '  kind: Connection',
    '  connector: business-central',
    `  url: ${environment}`,
    ...(auth ? withAuth(sandbox, certificateFile) : ['  # any bearer token will do']),
  ]
  return lines.join('\n')
}

function withAuth({ url, auth }: Sandbox, certificateFile: string | undefined): string[] {
  const client = auth!.clients[0]!
  return [
    '',
    `Tokens come from ${url}/${auth!.tenant}/oauth2/v2.0/token,`,
    `for the app ${client.id} with the secret ${client.secret ?? ''}.`,
    ...auth!.clients.slice(1).map((each) => `  ${each.id}  ${flaw(each)}`),
    `Its certificate signs itself: ${certificateFile ? `NODE_EXTRA_CA_CERTS=${certificateFile}` : 'it must be trusted'}.`,
  ]
}

function flaw(client: NonNullable<Sandbox['auth']>['clients'][number]): string {
  if (!client.consented) return 'nobody has consented to it'
  if (!client.registered) return 'Business Central does not know it'
  if (client.denied) return `its permission sets lack ${client.denied.map(({ table, permission }) => `${table} ${permission}`).join(', ')}`
  return `it may only ${client.permissions.join(', ')}`
}
