import { type Catalogue, documentCatalogue, expressionProblems, flowCatalogue, mappingCatalogue } from '../engine/index.ts'
import { poolCatalogue } from '../engine/pool/index.ts'
import { apiCatalogue } from './api/problems.ts'
import { authCatalogue } from './auth/problems.ts'
import { businessCentralCatalogue } from './connectors/business-central/index.ts'
import { connectionCatalogue } from './connectors/check.ts'
import { filesCatalogue } from './connectors/files/index.ts'
import { httpCatalogue } from './connectors/http/problems.ts'
import { deliveryCatalogue } from './runtime/problems.ts'
import { seedCatalogue } from './sandbox/business-central/seed/problems.ts'
import { workspaceCatalogue } from './workspace/problems.ts'

/** Every problem that there is, by the file that declares it: from here come the error reference and the test of unique codes. */
export const catalogues: Readonly<Record<string, Catalogue>> = {
  'engine/document/problems.ts': documentCatalogue,
  'engine/expression/problems.ts': expressionProblems,
  'engine/mapping/problems.ts': mappingCatalogue,
  'engine/flow/problems.ts': flowCatalogue,
  'engine/pool/problems.ts': poolCatalogue,
  'server/workspace/problems.ts': workspaceCatalogue,
  'server/connectors/check.ts': connectionCatalogue,
  'server/connectors/http/problems.ts': httpCatalogue,
  'server/connectors/business-central/problems.ts': businessCentralCatalogue,
  'server/connectors/files/problems.ts': filesCatalogue,
  'server/runtime/problems.ts': deliveryCatalogue,
  'server/auth/problems.ts': authCatalogue,
  'server/api/problems.ts': apiCatalogue,
  'server/sandbox/business-central/seed/problems.ts': seedCatalogue,
}
