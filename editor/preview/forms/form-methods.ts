import { type Content, type Problem, type TextEdit, removeEdit, setEdit } from '../../../engine/index.ts'
import type { EngineContext } from '../protocol.ts'
import { type FlowView, flowView } from './flow-view.ts'
import { type SettingsView, settingProblems, settingsView } from './settings-view.ts'
import { type TableView, tableView } from './table-view.ts'

interface Place {
  readonly packageName: string
  readonly integration?: string
}

/** A change of a document: an entry that gets another value, or that goes. */
export interface EntryChange {
  readonly path: string
  /** Name of the document, where its file has several. */
  readonly document: string
  readonly keys: readonly string[]
  /** Absent, the entry is removed. */
  readonly value?: { readonly plain: unknown }
}

/** What the forms beside the text show, and the edits that they make. */
export interface FormApi {
  settings(place: Place): SettingsView | undefined
  /** What would be wrong with a setting if it had a value. */
  settingProblems(trial: Place & { readonly name: string; readonly value: unknown }): readonly Problem[]
  table(place: Place & { readonly name: string }): TableView | undefined
  flow(place: Place & { readonly name: string }): FlowView | undefined
  /** The smallest edit of the file's text; undefined where there is nothing to change. */
  entryEdit(change: EntryChange): TextEdit | undefined
}

export function formMethods({ project }: EngineContext): FormApi {
  return {
    settings: ({ packageName, integration }) => settingsView(project, packageName, integration),
    settingProblems: ({ packageName, integration, name, value }) => settingProblems(project, packageName, integration, { [name]: value }),
    table: ({ packageName, name, integration }) => tableView(project, packageName, name, integration),
    flow: ({ packageName, name, integration }) => flowView(project, packageName, name, integration),
    entryEdit({ path, document, keys, value }) {
      const root = project.files.get(path)?.documents.find(({ name }) => name === document)?.root
      if (!root) return undefined
      if (!value) return removeEdit(root, keys)
      return setEdit(root, keys, contentOf(value.plain))
    },
  }
}

/** Plain data: in settings and tables a text is itself, no expression. */
function contentOf(value: unknown): Content {
  if (typeof value === 'string') return { text: value }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { json: value }
  const entries = Object.entries(value)
  const isSmall = entries.every(([, each]) => typeof each !== 'object') && JSON.stringify(value).length < 100
  return entries.length === 0 ? { json: {} } : { entries: entries.map(([key, each]) => [key, contentOf(each)]), isInline: isSmall }
}
