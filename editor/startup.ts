import { shallowRef } from 'vue'
import { Refused, Unreachable, loadSchemas, signIn } from './api.ts'
import { startEngine } from './engine.ts'
import { beginToLoad } from './pages/page-loaders.ts'
import { route } from './router.ts'
import { openWorkspace } from './workspace/workspace.ts'

export type Startup = 'loading' | 'ready' | 'signed-out' | 'link-used' | 'unreachable' | 'failed'

export const startup = shallowRef<Startup>('loading')
export const startupFailure = shallowRef('')

/** Signs in with the link of the terminal where the address carries one, and reads the workspace. */
export async function start(): Promise<void> {
  startup.value = 'loading'
  try {
    await followLink()
    const opened = openWorkspace(localStorage)
    const schemas = loadSchemas()
    // Where the workspace cannot be opened, that is told; where it can, this is awaited.
    schemas.catch(() => undefined)
    beginToLoad(route.value)
    await opened
    startup.value = 'ready'
    await startEngine(schemas)
  } catch (error) {
    startup.value = stateOf(error)
    startupFailure.value = error instanceof Error ? error.message : String(error)
  }
}

/** The secret stands behind the `#`, which never reaches a server or its logs, and leaves the address at once. */
async function followLink(): Promise<void> {
  const link = new URLSearchParams(location.hash.slice(1)).get('link')
  if (link === null) return
  history.replaceState(null, '', location.pathname + location.search)
  try {
    await signIn(link)
  } catch (error) {
    // A link that is opened again in a browser that is signed in does no harm.
    if (!(error instanceof Refused && error.is('http.link-used'))) throw error
    wasLinkUsed = true
  }
}

let wasLinkUsed = false

function stateOf(error: unknown): Startup {
  if (error instanceof Unreachable) return 'unreachable'
  if (error instanceof Refused && error.status === 401) return wasLinkUsed ? 'link-used' : 'signed-out'
  return 'failed'
}
