/** Text that is not saved yet, kept in the browser so that a reload or a crash loses nothing. */
export interface Draft {
  readonly text: string
  /** Of the file that was changed; null for a new one. */
  readonly version: string | null
}

/** The part of the browser's storage that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export class Drafts {
  readonly #storage: DraftStorage
  readonly #prefix: string

  constructor(storage: DraftStorage, workspace: string) {
    this.#storage = storage
    this.#prefix = `fieldloom draft ${workspace} `
  }

  /** @returns false where the browser has no room: the person should then save. */
  keep(path: string, draft: Draft): boolean {
    try {
      this.#storage.setItem(this.#prefix + path, JSON.stringify(draft))
      return true
    } catch {
      return false
    }
  }

  forget(path: string): void {
    this.#storage.removeItem(this.#prefix + path)
  }

  all(): Map<string, Draft> {
    const drafts = new Map<string, Draft>()
    for (let index = 0; index < this.#storage.length; index++) {
      const key = this.#storage.key(index)
      if (!key?.startsWith(this.#prefix)) continue
      const draft = parseDraft(this.#storage.getItem(key))
      if (draft) drafts.set(key.slice(this.#prefix.length), draft)
    }
    return drafts
  }
}

function parseDraft(text: string | null): Draft | undefined {
  try {
    const { text: draft, version } = JSON.parse(text ?? '') as Partial<Draft>
    return typeof draft === 'string' && (typeof version === 'string' || version === null) ? { text: draft, version } : undefined
  } catch {
    return undefined
  }
}
