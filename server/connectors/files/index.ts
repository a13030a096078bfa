export { files } from './files.ts'
export { filesCatalogue } from './problems.ts'
export { recordFiles, recordsOf } from './read-files.ts'
