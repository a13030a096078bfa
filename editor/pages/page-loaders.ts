import type { Route } from '../router.ts'

/** Where the code of each page is: loaded when the page is opened first. */
export const pageLoaders = {
  file: () => import('./FilePage.vue'),
  mapping: () => import('./MappingPage.vue'),
  flow: () => import('./FlowPage.vue'),
  settings: () => import('./SettingsPage.vue'),
  table: () => import('./TablePage.vue'),
}

/** Begins to load the code of a page before it is shown; that it fails is told where it is shown. */
export function beginToLoad({ page }: Route): void {
  if (page !== 'start') void pageLoaders[page]().catch(() => undefined)
}
