import { computed, reactive, shallowReactive, shallowRef } from 'vue'
import { Refused, Unreachable, type ServerDocument, loadWorkspace, readFile, removeFile, saveFile } from '../api.ts'
import { Drafts } from './drafts.ts'

/** A file that is open in the browser: what was read, and what it is now. */
export interface WorkspaceFile {
  readonly path: string
  readonly packageName: string
  readonly isReadOnly: boolean
  /** Of the text that was read or saved last; null where it was never saved. */
  version: string | null
  savedText: string
  text: string
  /** What stands on disk, where it is neither what was read nor what is here; null where the file is gone. */
  onDisk?: { readonly version: string; readonly text: string } | null
}

export type Connection = 'online' | 'offline' | 'signed-out'

type ChangeListener = (file: WorkspaceFile) => void

/** How often the files on disk are compared with those in the browser. */
const pollMs = 3_000

const files = shallowReactive(new Map<string, WorkspaceFile>())
const connection = shallowRef<Connection>('online')
const restored = shallowReactive<string[]>([])
const name = shallowRef('')
const changeListeners = new Set<ChangeListener>()
let drafts: Drafts | undefined

export const workspace = {
  name,
  files,
  connection,
  /** Paths of files whose unsaved text of an earlier visit was brought back. */
  restored,
  unsaved: computed(() => [...files.values()].filter(isUnsaved)),
  conflicts: computed(() => [...files.values()].filter((file) => file.onDisk !== undefined)),
}

export function isUnsaved(file: WorkspaceFile): boolean {
  return file.text !== file.savedText || file.version === null
}

/** Tells of every text that becomes another: typed, made by a gesture, or found on disk. */
export function onChange(listener: ChangeListener): void {
  changeListeners.add(listener)
}

/** Reads everything, and brings back what was not saved before. */
export async function openWorkspace(storage: Storage): Promise<void> {
  const loaded = await loadWorkspace(true)
  if (!loaded) return
  name.value = loaded.name
  drafts = new Drafts(storage, loaded.name)
  for (const document of loaded.documents) take(document)
  for (const [path, draft] of drafts.all()) await restore(path, draft.text, draft.version)
  setInterval(() => void compareWithDisk(), pollMs)
  addEventListener('focus', () => void compareWithDisk())
}

/** A file that holds no document: a record of a sample. */
export async function openRecord(path: string): Promise<WorkspaceFile> {
  const known = files.get(path)
  if (known) return known
  const { version, text } = await readFile(path)
  return keep({ path, packageName: '', isReadOnly: path.startsWith('defaults/'), version, savedText: text, text })
}

/** A file that is not on disk yet; it is there after saving. */
export function addFile(path: string, text: string, packageName = ''): WorkspaceFile {
  const file = keep({ path, packageName, isReadOnly: false, version: null, savedText: '', text })
  keepDraft(file)
  return file
}

export function setText(path: string, text: string): void {
  const file = files.get(path)
  if (!file || file.text === text) return
  file.text = text
  if (isUnsaved(file)) keepDraft(file)
  else drafts?.forget(path)
  for (const listener of changeListeners) listener(file)
}

/** Saves one file. A file that changed on disk is not written; it then has `onDisk`. */
export async function save(file: WorkspaceFile): Promise<'saved' | 'conflict' | 'failed'> {
  const { text } = file
  try {
    const { version } = await saveFile(file.path, text, file.version)
    file.version = version
    file.savedText = text
    delete file.onDisk
    if (!isUnsaved(file)) drafts?.forget(file.path)
    connection.value = 'online'
    return 'saved'
  } catch (error) {
    if (error instanceof Refused && error.is('file.changed-on-disk')) {
      await lookAtDisk(file)
      return 'conflict'
    }
    note(error)
    if (error instanceof Refused && error.status !== 401) throw error
    return 'failed'
  }
}

/** Keeps the text in the browser: the one on disk counts as read, so that the next save replaces it. */
export function keepMine(file: WorkspaceFile): void {
  if (file.onDisk === undefined) return
  file.savedText = file.onDisk?.text ?? ''
  file.version = file.onDisk?.version ?? null
  delete file.onDisk
  keepDraft(file)
}

/** Gives the text in the browser up for the one on disk. */
export function takeTheirs(file: WorkspaceFile): void {
  const { onDisk } = file
  if (!onDisk) return
  keepMine(file)
  setText(file.path, onDisk.text)
  drafts?.forget(file.path)
}

export async function discardFile(file: WorkspaceFile): Promise<void> {
  if (file.version !== null) await removeFile(file.path, file.version)
  files.delete(file.path)
  drafts?.forget(file.path)
}

function take({ path, packageName, isReadOnly, version, text }: ServerDocument): WorkspaceFile {
  return keep({ path, packageName, isReadOnly, version, savedText: text, text })
}

function keep(file: WorkspaceFile): WorkspaceFile {
  const kept = reactive(file) as WorkspaceFile
  files.set(file.path, kept)
  for (const listener of changeListeners) listener(kept)
  return kept
}

async function restore(path: string, text: string, version: string | null): Promise<void> {
  let file = files.get(path)
  if (!file && version === null) file = addFile(path, text)
  if (!file) file = await openRecord(path).catch(() => undefined)
  if (!file) file = keep({ path, packageName: '', isReadOnly: false, version, savedText: '', text, onDisk: null })
  if (file.text === text && file.version !== null) return drafts?.forget(path)
  if (file.version !== version) file.onDisk = { version: file.version ?? '', text: file.savedText }
  setText(path, text)
  restored.push(path)
}

function keepDraft(file: WorkspaceFile): void {
  drafts?.keep(file.path, { text: file.text, version: file.version })
}

/** What changed on disk is taken over where nothing here would be lost, and is a conflict where something would. */
export async function compareWithDisk(): Promise<void> {
  try {
    const loaded = await loadWorkspace()
    connection.value = 'online'
    if (!loaded) return
    const onDisk = new Map(loaded.documents.map((document) => [document.path, document]))
    for (const document of loaded.documents) meet(document)
    for (const file of files.values()) if (file.packageName && file.version !== null && !onDisk.has(file.path)) meetAbsence(file)
  } catch (error) {
    note(error)
  }
}

function meet(document: ServerDocument): void {
  const file = files.get(document.path)
  if (!file) take(document)
  else if (file.version !== document.version) meetText(file, document.text, document.version)
  else delete file.onDisk
}

function meetText(file: WorkspaceFile, text: string, version: string): void {
  const hadChanges = isUnsaved(file)
  if (file.text === text || !hadChanges) {
    file.version = version
    file.savedText = text
    delete file.onDisk
    drafts?.forget(file.path)
    setText(file.path, text)
  } else file.onDisk = { version, text }
}

function meetAbsence(file: WorkspaceFile): void {
  if (isUnsaved(file)) file.onDisk = null
  else {
    files.delete(file.path)
    file.text = ''
    for (const listener of changeListeners) listener(file)
  }
}

async function lookAtDisk(file: WorkspaceFile): Promise<void> {
  try {
    const { version, text } = await readFile(file.path)
    file.onDisk = { version, text }
  } catch (error) {
    if (error instanceof Refused && error.is('file.not-found')) file.onDisk = null
    else note(error)
  }
}

function note(error: unknown): void {
  if (error instanceof Unreachable) connection.value = 'offline'
  else if (error instanceof Refused && error.status === 401) connection.value = 'signed-out'
}
