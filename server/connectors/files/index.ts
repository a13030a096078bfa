export { files } from './files.ts'
export { filesCatalogue } from './problems.ts'
