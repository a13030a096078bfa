export { entraIdentity } from './authorisation.ts'
export { businessCentral } from './business-central.ts'
export { businessCentralCatalogue } from './problems.ts'
