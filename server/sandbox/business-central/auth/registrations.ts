import type { Permission } from '../seed/seed.ts'

/** What a token may be used for; the first two are an app's own, the others a signed-in user's. */
export type Scope = 'API.ReadWrite.All' | 'Automation.ReadWrite.All' | 'Financials.ReadWrite.All' | 'user_impersonation'

/** An app in Microsoft Entra ID, and in Business Central's page *Microsoft Entra Applications*. */
export interface ClientRegistration {
  id: string
  secret?: string
  redirectUris: readonly string[]
  permissions: readonly Scope[]
  /** Whether an administrator has consented to its permissions. */
  consented: boolean
  /** Whether it is registered inside Business Central, with state Enabled. */
  registered: boolean
  /** What its permission sets leave out. */
  denied?: readonly { table: string; permission: Permission }[]
}

interface UserRegistration {
  name: string
  /** 44 characters; online such keys are no longer taken. */
  webServiceAccessKey: string
  licensed: boolean
}

export interface AuthOptions {
  tenant?: string
  environments?: readonly string[]
  clients?: readonly ClientRegistration[]
  users?: readonly UserRegistration[]
}

export type Registrations = Required<AuthOptions>

const redirectUris = ['http://localhost', 'http://localhost:4100/connections/callback', 'http://127.0.0.1:4100/connections/callback']

const client = (end: number, more: Partial<ClientRegistration> = {}): ClientRegistration => ({
  id: `c11e0000-0000-4000-8000-00000000000${end}`,
  secret: 'sandbox-secret',
  redirectUris,
  permissions: ['API.ReadWrite.All', 'Automation.ReadWrite.All', 'Financials.ReadWrite.All', 'user_impersonation'],
  consented: true,
  registered: true,
  ...more,
})

/** One app for which all is well, and one for each way in which it is not. */
export const defaultRegistrations: Registrations = {
  tenant: '5fa11d00-0000-4000-8000-000000000001',
  environments: ['Production', 'Sandbox'],
  clients: [
    client(1),
    client(2, { consented: false }),
    client(3, { registered: false }),
    client(4, { permissions: ['Automation.ReadWrite.All'] }),
    client(5, { denied: [{ table: 'Sales Header', permission: 'Insert' }] }),
  ],
  users: [{ name: 'ADMIN', webServiceAccessKey: 'sandbox+key/of/forty+four/characters/in/all=', licensed: true }],
}
