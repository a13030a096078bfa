import {
  type MapNode,
  type Problem,
  type SourceDocument,
  childOf,
  overlayOfIntegration,
  packageFacts,
  resolveSettings,
  valueOf,
} from '../../../engine/index.ts'
import type { Project } from '../project.ts'

/** One setting, as a form shows it. */
export interface SettingRow {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly group: string
  readonly type: string
  readonly choices?: readonly unknown[]
  readonly facets: { readonly maxLength?: number; readonly minimum?: number; readonly maximum?: number; readonly pattern?: string }
  readonly preset?: unknown
  /** What this integration has chosen; absent, the default holds. */
  readonly chosen?: { readonly value: unknown }
  readonly problems: readonly Problem[]
}

export interface SettingsView {
  readonly rows: readonly SettingRow[]
  /** Of the settings together, and of names that are no setting. */
  readonly problems: readonly Problem[]
  /** Names that the integration sets and the package does not know. */
  readonly unknown: readonly string[]
  /** Where a change is written; absent where there is no integration: the form then only shows. */
  readonly target?: { readonly path: string; readonly document: string }
}

/** The settings of a package as an integration has chosen them. */
export function settingsView(project: Project, packageName: string, integrationName: string | undefined): SettingsView | undefined {
  const { documents, schemas } = project
  const integration = integrationName === undefined ? undefined : findIntegration(project, integrationName)
  const overlay = integration && overlayOfIntegration(integration)
  const { settings } = packageFacts(packageName, { documents, schemas, ...(overlay && { overlay }) })
  if (!settings) return undefined
  const node = integration && chosenNode(integration)
  const values = node ? (valueOf(node) as Record<string, unknown>) : {}
  const { problems } = resolveSettings(settings, values, node)
  const about = (name: string) =>
    problems.filter(
      ({ at, parameters }) => at.field === `settings.${name}` || (parameters['involved'] as string[] | undefined)?.includes(name),
    )
  const rows = Object.entries(settings.properties).map(([name, setting]): SettingRow => {
    const { title = name, description, group = 'Other', type, enum: choices, default: preset } = setting
    const { maxLength, minimum, maximum, pattern } = setting as SettingRow['facets']
    return {
      name,
      title,
      ...(description !== undefined && { description }),
      group,
      type,
      ...(choices && { choices }),
      facets: {
        ...(maxLength !== undefined && { maxLength }),
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
        ...(pattern !== undefined && { pattern }),
      },
      ...(preset !== undefined && { preset }),
      ...(Object.hasOwn(values, name) && { chosen: { value: values[name] } }),
      problems: about(name),
    }
  })
  return {
    rows,
    problems: problems.filter((problem) => !rows.some((row) => row.problems.includes(problem))),
    unknown: Object.keys(values).filter((name) => !Object.hasOwn(settings.properties, name)),
    ...(integration && { target: { path: integration.file, document: integration.name } }),
  }
}

/** What is wrong with values that are tried, beside those that the integration has chosen. */
export function settingProblems(
  project: Project,
  packageName: string,
  integrationName: string | undefined,
  tried: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const { documents, schemas } = project
  const integration = integrationName === undefined ? undefined : findIntegration(project, integrationName)
  const overlay = integration && overlayOfIntegration(integration)
  const { settings } = packageFacts(packageName, { documents, schemas, ...(overlay && { overlay }) })
  const node = integration && chosenNode(integration)
  const chosen = node ? (valueOf(node) as Record<string, unknown>) : {}
  const names = Object.keys(tried)
  return resolveSettings(settings, { ...chosen, ...tried }).problems.filter(({ at }) =>
    names.some((name) => at.field === `settings.${name}`),
  )
}

export function findIntegration(project: Project, name: string): SourceDocument | undefined {
  return project.documents.all('Integration').find((each) => each.name === name)
}

export function chosenNode(integration: SourceDocument): MapNode | undefined {
  const node = childOf(integration.root, 'settings')
  return node?.kind === 'map' ? node : undefined
}
