import type { MappingAddress } from '../preview/mapping-view.ts'
import type { SessionState } from './mapping-session.ts'

/** Why there are no rows, and what would change that. */
export function noRows(state: SessionState, { packageName, name, integration }: MappingAddress): string {
  if (state === 'loading') return 'Reading …'
  if (state === 'missing')
    return `There is no mapping “${name}” in ${packageName}${integration === undefined ? '' : ` for ${integration}`}.`
  return 'No field is like that.'
}

/** Why nothing comes out, and what would change that. */
export function noOutput(state: SessionState, sourceSchema: string | undefined): string {
  switch (state) {
    case 'loading':
      return 'Reading …'
    case 'no-sample':
      return `There is no sample of ${sourceSchema ?? 'its source'} yet. Paste a record to see what comes out.`
    case 'fragment':
      return 'A fragment makes no record by itself. Open a mapping that uses it.'
    case 'broken':
      return 'It cannot be run as it is: the errors say why.'
    case 'stopped':
      return 'An expression ran longer than a second, so it was stopped.'
    default:
      return 'Nothing has come out yet.'
  }
}
