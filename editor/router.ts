import { shallowRef } from 'vue'

/** What the page shows: one address for each, so that it can be sent to a colleague and survives a reload. */
export type Route =
  | { readonly page: 'start' }
  | { readonly page: 'mapping' | 'flow' | 'table'; readonly packageName: string; readonly name: string; readonly integration?: string }
  | { readonly page: 'settings'; readonly packageName: string; readonly integration?: string }
  | { readonly page: 'file'; readonly path: string; readonly line?: number }

export const route = shallowRef<Route>(parseRoute(location.pathname + location.search))

addEventListener('popstate', () => {
  route.value = parseRoute(location.pathname + location.search)
})

export function open(next: Route): void {
  const address = addressOf(next)
  if (address !== location.pathname + location.search) history.pushState(null, '', address)
  route.value = next
}

/** A click that the browser should not handle: without a key that would open another tab. */
export function follow(event: MouseEvent, next: Route): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  open(next)
}

export function addressOf(route: Route): string {
  switch (route.page) {
    case 'start':
      return '/'
    case 'file':
      return `/file/${route.path.split('/').map(encodeURIComponent).join('/')}${route.line === undefined ? '' : `?line=${route.line}`}`
    case 'settings':
      return `/settings/${encodeURIComponent(route.packageName)}${integrationQuery(route.integration)}`
    default:
      return `/${route.page}/${encodeURIComponent(route.packageName)}/${encodeURIComponent(route.name)}${integrationQuery(route.integration)}`
  }
}

export function parseRoute(address: string): Route {
  const { pathname, searchParams } = new URL(address, 'http://page')
  const [page, ...rest] = pathname.slice(1).split('/').map(decodeURIComponent)
  const integration = searchParams.get('integration')
  const within = integration === null ? {} : { integration }
  const [packageName, name] = rest
  if (page === 'file' && rest.length > 0) {
    const line = Number(searchParams.get('line') ?? Number.NaN)
    return { page, path: rest.join('/'), ...(Number.isInteger(line) && { line }) }
  }
  if (page === 'settings' && packageName) return { page, packageName, ...within }
  if ((page === 'mapping' || page === 'flow' || page === 'table') && packageName && name) return { page, packageName, name, ...within }
  return { page: 'start' }
}

function integrationQuery(integration: string | undefined): string {
  return integration === undefined ? '' : `?integration=${encodeURIComponent(integration)}`
}
