import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { LanguageApi } from '../../../../editor/preview/language/language-methods.ts'
import { languageMethods } from '../../../../editor/preview/language/language-methods.ts'
import { Project } from '../../../../editor/preview/project.ts'
import { ReadyMappings } from '../../../../editor/preview/ready-mappings.ts'
import { productRoot } from '../../../../server/root.ts'
import { documentFiles, packageOf } from '../../../../server/workspace/document-files.ts'
import { schemaFiles } from '../../../../server/workspace/schema-files.ts'

export interface Opened {
  readonly language: LanguageApi
  readonly project: Project
  /** A text in the place of acme.yaml, in which `|` is the cursor. */
  place(marked: string): { path: string; offset: number }
}

const path = 'workspace/acme.yaml'

/** The shipped package with its samples, and an integration of one's own. */
export function openLanguage(): Opened {
  const project = new Project()
  const folder = join(productRoot, 'mappings', 'app4sales-to-business-central')
  const schemas = schemaFiles(join(productRoot, 'schemas'))
  const files = documentFiles(folder).map((file) => ({
    path: `defaults/${relative(join(productRoot, 'mappings'), file)}`,
    packageName: packageOf(file),
    isReadOnly: true,
    text: readFileSync(file, 'utf8'),
  }))
  project.load(files, JSON.stringify(Object.fromEntries([...schemas.names!()].map((name) => [name, schemas.get(name)]))))
  const sample = 'samples/order-2002-portal-alternate-address.json'
  project.set({
    path: `defaults/app4sales-to-business-central/${sample}`,
    packageName: '',
    isReadOnly: true,
    text: readFileSync(join(folder, sample), 'utf8'),
  })
  const context = { project, evaluating: <Result>(evaluate: () => Result) => evaluate() }
  return {
    project,
    language: languageMethods(context, new ReadyMappings(context)),
    place(marked) {
      const offset = marked.indexOf('|>')
      project.set({ path, packageName: 'acme', isReadOnly: false, text: marked.replace('|>', '') })
      return { path, offset }
    },
  }
}

/** An integration that lays something on the sales order. */
export function overlay(fields: string, rest = ''): string {
  return `apiVersion: v1
kind: Integration
name: acme
extends: app4sales-to-business-central@1.0.0
settings:
  SalesOrderDefaultReasonCode: WEB
${rest}overlays:
  mappings:
    sales-order:
      fields:
${fields
  .split('\n')
  .map((line) => `        ${line}`)
  .join('\n')}
`
}
