import { computed, onScopeDispose, shallowReactive } from 'vue'

/** Something a person can do: from the palette, by its keys, and most of it by a button too. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: string
  /** As written on the keys: `Ctrl+Shift+P`; `Ctrl` is the command key on a Mac. */
  readonly keys?: string
  readonly isEnabled?: () => boolean
  readonly run: () => unknown
}

const registered = shallowReactive(new Map<string, Command>())

export const commands = computed(() => [...registered.values()].filter((command) => command.isEnabled?.() ?? true))

/** Offers commands for as long as the component is there. */
export function offer(...offered: readonly Command[]): void {
  for (const command of offered) registered.set(command.id, command)
  onScopeDispose(() => {
    for (const command of offered) if (registered.get(command.id) === command) registered.delete(command.id)
  })
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** Runs the command whose keys were pressed. A key without Ctrl or Alt belongs to whatever is being typed into. */
export function handleKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pressed = keysOf(event)
  if (isTypedInto(event.target) && !/^(Ctrl|Alt|F\d)/.test(pressed)) return
  const command = commands.value.find(({ keys }) => keys?.split(' or ').includes(pressed))
  if (!command) return
  event.preventDefault()
  event.stopPropagation()
  void command.run()
}

function keysOf(event: KeyboardEvent): string {
  const control = isMac ? event.metaKey : event.ctrlKey
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key.replace(/^Arrow/, '')
  const isShifted = event.shiftKey && (event.key.length > 1 || /[A-Z]/i.test(event.key))
  return [control && 'Ctrl', event.altKey && 'Alt', isShifted && 'Shift', key].filter(Boolean).join('+')
}

/** Keys as this machine's keyboard shows them. */
export function shownKeys(keys: string): string {
  const first = keys.split(' or ')[0]!
  return isMac
    ? first.replace('Ctrl', '⌘').replace('Alt', '⌥').replace('Shift', '⇧').replaceAll('+', '')
    : first.replace('Up', '↑').replace('Down', '↓')
}

function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, .monaco-editor') !== null)
}
