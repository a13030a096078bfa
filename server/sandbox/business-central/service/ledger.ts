/** One write as it reached the service: what was asked, and whether it took effect. */
export interface LedgerEntry {
  seq: number
  method: string
  /** The entity set; an action is `salesInvoices/Microsoft.NAV.post`. */
  entitySet: string
  /** The key of the record that was written; null where there is none. */
  key: string | null
  /** The status that Business Central answered, even if the client never saw it. */
  status: number
  committed: boolean
  body: unknown
}

/** Every write in order, the refused ones too. */
export class Ledger {
  #entries: LedgerEntry[] = []

  add(entry: Omit<LedgerEntry, 'seq'>): LedgerEntry {
    const added = { seq: this.#entries.length + 1, ...entry }
    this.#entries.push(added)
    return added
  }

  get entries(): readonly LedgerEntry[] {
    return this.#entries
  }

  clear(): void {
    this.#entries = []
  }
}
