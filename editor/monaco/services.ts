import { registerCompletion } from './completion.ts'
import { registerDefinition } from './definition.ts'
import { registerHover } from './hover.ts'
import { registerMarkers } from './markers.ts'

let isRegistered = false

/** What the engine knows, in Monaco: once for all texts. */
export function registerServices(): void {
  if (isRegistered) return
  isRegistered = true
  registerMarkers()
  registerCompletion()
  registerHover()
  registerDefinition()
}
