import { shallowReactive } from 'vue'

/** A short message that leaves by itself, unless it asks for something. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'good' | 'bad'
  readonly action?: { readonly title: string; readonly run: () => unknown }
}

export const notices = shallowReactive<Notice[]>([])

let nextId = 1

export function notify(text: string, options: { tone?: Notice['tone']; action?: Notice['action']; forMs?: number } = {}): void {
  const { tone = 'plain', action, forMs = action ? 12_000 : 5_000 } = options
  const notice: Notice = { id: nextId++, text, tone, ...(action && { action }) }
  notices.push(notice)
  if (notices.length > 4) notices.shift()
  setTimeout(() => dismiss(notice), forMs)
}

export function dismiss(notice: Notice): void {
  const index = notices.indexOf(notice)
  if (index >= 0) notices.splice(index, 1)
}
