import type { Sandbox } from './index.ts'

/**
 * What a person wants to know of a sandbox that has just started: what it serves, and how a connection points at it.
 * @param certificateFile where the caller has put the certificate, with `auth`
 */
export function greeting(sandbox: Sandbox, certificateFile?: string): string {
  const { auth } = sandbox
  // Tokens name their host, and certificates are for names.
  const url = auth ? sandbox.url.replace('127.0.0.1', 'localhost') : sandbox.url
  const environment = `${url}/v2.0/${auth?.tenant ?? 'default'}/${auth ? 'Production' : 'sandbox'}`
  return [
    `Business Central sandbox at ${url}, company CRONUS International Ltd.`,
    '',
    `  API             ${environment}/api/v2.0 (and api/v1.0)`,
    `  extension       ${environment}/api/fieldloom/sales/v1.0`,
    `  web services    ${environment}/ODataV4`,
    '  description     …/$metadata below each',
    `  for tests       ${url}/_sandbox/ledger, faults, limits, reset, act`,
    '',
    'A connection to it:',
    '',
    '  apiVersion: v1',
    '  kind: Connection',
    '  name: bc',
    '  connector: business-central',
    `  url: ${environment}`,
    ...(auth ? withAuth(sandbox, url, certificateFile) : ['  # no auth: any caller will do; tenant and environment may be any as well']),
  ].join('\n')
}

function withAuth({ auth }: Sandbox, url: string, certificateFile: string | undefined): string[] {
  const [client, ...others] = auth!.clients
  const user = auth!.users[0]!
  const certificate = certificateFile ?? 'CERTIFICATE.pem'
  return [
    `  auth: { kind: application, tenant: ${auth!.tenant}, clientId: ${client!.id}, secret: env:BC_SECRET, authority: "${url}" }`,
    '  ca: env:BC_CA',
    '',
    'with, in the environment of whoever connects:',
    '',
    `  export BC_SECRET=${client!.secret ?? ''} BC_CA="$(cat ${certificate})"`,
    '',
    `Tokens come from ${url}/${auth!.tenant}/oauth2/v2.0/token. Its certificate signs itself: curl --cacert ${certificate},`,
    `or NODE_EXTRA_CA_CERTS=${certificate}.`,
    'Other apps, with the same secret, to meet what goes wrong:',
    '',
    ...others.map((each) => `  ${each.id}  ${flaw(each)}`),
    '',
    'On-premises: { kind: access-key, user: ' + user.name + ', key: env:BC_KEY } with the web service access key',
    `  ${user.webServiceAccessKey}`,
  ]
}

function flaw(client: NonNullable<Sandbox['auth']>['clients'][number]): string {
  if (!client.consented) return 'nobody has consented to it'
  if (!client.registered) return 'Business Central does not know it'
  if (client.denied) return `its permission sets lack ${client.denied.map(({ table, permission }) => `${table} ${permission}`).join(', ')}`
  return `it may only ${client.permissions.join(', ')}`
}
