import { ProblemError, isGuid } from '../../../engine/index.ts'
import type { SendOptions } from '../connector.ts'
import type { Company } from './address.ts'
import type { Client } from './client.ts'
import { businessCentralProblem } from './problems.ts'

export interface Companies {
  /** The company of the connection, asked for once. */
  chosen(options?: SendOptions): Promise<Company>
  /** The newest version of the standard API that the server has: version 14 to 16 have v1.0 alone. */
  newestApi(options?: SendOptions): Promise<string>
}

interface Found {
  readonly api: string
  readonly companies: readonly Company[]
}

export function createCompanies(client: Client, connection: string, wanted: string | undefined): Companies {
  let found: Promise<Found> | undefined

  /** A failure is not kept: the next request asks again. */
  function find(options: SendOptions | undefined): Promise<Found> {
    found ??= listCompanies(client, options).catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }

  return {
    async chosen(options) {
      const { companies } = await find(options)
      const company = choose(companies, wanted)
      if (company) return company
      const names = companies.map(({ name }) => `“${name}”`).join(', ') || 'none'
      throw new ProblemError(businessCentralProblem('bc.company-unknown', {}, { company: wanted ?? '(any)', companies: names, connection }))
    },
    newestApi: async (options) => (await find(options)).api,
  }
}

function choose(companies: readonly Company[], wanted: string | undefined): Company | undefined {
  if (wanted === undefined) return companies[0]
  const key = wanted.toLowerCase()
  return companies.find(({ id, name }) => (isGuid(wanted) ? id.toLowerCase() === key : name.toLowerCase() === key))
}

/** By the newest API that the server has. */
export async function listCompanies(client: Client, options: SendOptions | undefined): Promise<Found> {
  try {
    return await readCompanies(client, 'v2.0', options)
  } catch (error) {
    if (!(error instanceof ProblemError) || !isNotOffered(error)) throw error
    return await readCompanies(client, 'v1.0', options)
  }
}

async function readCompanies(client: Client, api: string, options: SendOptions | undefined): Promise<Found> {
  const address = { service: `api/${api}`, path: 'companies' }
  const { json } = await client.send({ method: 'GET', address, resource: `API ${api}`, writes: false, expects: 'object' }, options)
  const rows = (json['value'] ?? []) as { id: string; name: string }[]
  return { api, companies: rows.map(({ id, name }) => ({ id, name })) }
}

/** No such service: told by the status that a server without it answers, whatever stands in the body. */
function isNotOffered(error: ProblemError): boolean {
  return error.problems.some(({ details }) =>
    [404, 405].includes((details as { response?: { status: number } } | undefined)?.response?.status ?? 0),
  )
}
