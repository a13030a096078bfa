import type { ICachePlugin } from '@azure/msal-node'
import type { SealedStore } from '../sealed-store.ts'

type Sections = Record<string, Record<string, unknown>>

/** Keeps the library's tokens sealed, for all processes that use the same identity. */
export function msalCache(store: SealedStore, name: string): ICachePlugin {
  return {
    async beforeCacheAccess({ tokenCache }) {
      const stored = await store.read(name)
      if (stored !== undefined) tokenCache.deserialize(stored)
    },
    async afterCacheAccess({ cacheHasChanged, tokenCache }) {
      if (!cacheHasChanged) return
      const ours = tokenCache.serialize()
      await store.update(name, (current) => merge(current, ours))
    },
  }
}

/** Another process may have written since we read: what either of them knows stays, and of the same entry ours is newer. */
function merge(current: string | undefined, ours: string): string {
  if (current === undefined) return ours
  const merged = JSON.parse(current) as Sections
  for (const [section, entries] of Object.entries(JSON.parse(ours) as Sections)) merged[section] = { ...merged[section], ...entries }
  return JSON.stringify(merged)
}
