import type { Hover, SignatureHelp } from '../preview/language/language-methods.ts'
import { ask } from './ask.ts'
import { documentLanguage } from './languages.ts'
import { rangeOf } from './markers.ts'
import { pathOf } from './models.ts'
import { monaco } from './setup.ts'

/** What stands under the pointer or cursor, and which argument of a function is being written. */
export function registerHover(): void {
  monaco.languages.registerHoverProvider(documentLanguage, {
    async provideHover(model, position) {
      const found = await ask('hover', model, position)
      if (!found) return null
      return { range: rangeOf(pathOf(model.uri), found), contents: hoverContents(found) }
    },
  })
  monaco.languages.registerSignatureHelpProvider(documentLanguage, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [')'],
    async provideSignatureHelp(model, position) {
      const found = await ask('signature', model, position)
      return found ? signatureResult(found) : null
    },
  })
}

export function hoverContents({ value, sections }: Hover): monaco.IMarkdownString[] {
  const shown = value === undefined ? [] : [{ value: asText(value) }]
  return [...shown, ...sections.map((section) => ({ value: section }))]
}

export function signatureResult({ label, documentation, parameters, active }: SignatureHelp): monaco.languages.SignatureHelpResult {
  return {
    value: {
      signatures: [{ label, documentation: { value: documentation }, parameters: parameters.map((name) => ({ label: name })) }],
      activeSignature: 0,
      activeParameter: active,
    },
    dispose: () => {},
  }
}

/** What a record holds is shown as it is: as code no character of it means anything. */
function asText(value: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...value.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return `${fence}json\n${value}\n${fence}`
}
