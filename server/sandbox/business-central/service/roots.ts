import { loadContracts, type Contract } from '../contract/load.ts'
import { bindingOf } from '../pages/bindings/index.ts'
import { deriveColumns } from '../pages/columns.ts'
import type { Page } from '../pages/page.ts'
import { segmentNotFound } from '../refusal.ts'

/** What stands below one service address: `api/v2.0`, `api/microsoft/automation/v2.0`, `ODataV4`. */
export interface Root {
  name: string
  contract: Contract
  pages: ReadonlyMap<string, Page>
}

/** The set in which the root shows the companies. */
export const companySet = (root: Root) => (root.name === 'ODataV4' ? 'Company' : 'companies')

export function pageOf(root: Root, set: string): Page {
  const page = root.pages.get(set)
  if (!page) throw segmentNotFound(set)
  return page
}

function toRoot(name: string, contract: Contract): Root {
  const pages = [...contract.entities.values()].map((entity): Page => {
    const binding = bindingOf(entity)
    const { sourceTable, sourceTableTemporary } = entity.schema
    // A temporary table is one page's own.
    const table = sourceTableTemporary && sourceTable ? `${sourceTable} (${entity.set})` : (sourceTable ?? entity.set)
    return { entity, contract, binding, table: binding.table ?? table, columns: deriveColumns(entity, binding.columns) }
  })
  return { name, contract, pages: new Map(pages.map((page) => [page.entity.set, page])) }
}

let loaded: ReadonlyMap<string, Root> | undefined

/** All service addresses, by name; read once for all sandboxes of the process. */
export function roots(): ReadonlyMap<string, Root> {
  if (loaded) return loaded
  const found = new Map<string, Root>()
  for (const folder of ['v2.0', 'v1.0', 'web-services', 'fieldloom-sales-v1.0'])
    for (const [route, contract] of loadContracts(folder)) {
      const name = route === 'ODataV4' ? route : `api/${route || folder}`
      // Parts of other routes' sets may stand in both folders: the first, newer one counts.
      if (!found.has(name)) found.set(name, toRoot(name, contract))
    }
  return (loaded = found)
}
