import { businessCentral } from './business-central/index.ts'
import type { Connector } from './connector.ts'
import { files } from './files/index.ts'

/** The systems that a connection can name. */
export const connectors: Readonly<Record<string, Connector>> = {
  'business-central': businessCentral,
  files,
}
