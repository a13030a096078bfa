import { expect, test } from 'vitest'
import { CheckMemory, DocumentSet, type SourceDocument, checkDocuments, documentsIn, parseText } from '../../../engine/index.ts'

const packageTexts = {
  'flow.yaml': `kind: Flow
name: orders
from: { receive: shop.orders }
key: $string(id)
steps:
  back: { update: shop.orders, at: { id: id }, fields: { id: $settings.prefix } }`,
  'system.yaml': 'kind: System\nname: shop\nconnector: files',
  'settings.yaml': 'kind: Settings\nname: settings\nproperties: { prefix: { type: string } }',
}
const integration = (expression: string) => `kind: Integration
name: acme
extends: shop
overlays:
  flows:
    orders: { steps: { back: { fields: { id: ${expression} } } } }`

const schemas = { get: () => undefined, names: () => [] }

function read(text: string, file: string, packageName: string): readonly SourceDocument[] {
  return documentsIn(parseText(text, file), file, packageName).documents
}

function check(documents: readonly SourceDocument[], memory?: CheckMemory): string[] {
  const set = new DocumentSet()
  set.take(documents)
  return checkDocuments({ documents: set, schemas }, { ...(memory && { memory }) }).map(({ code }) => code)
}

test('what was found before is told again, and what changed is found', () => {
  const memory = new CheckMemory()
  const shared = Object.entries(packageTexts).flatMap(([file, text]) => read(text, file, 'shop'))
  const texts = ['$settings.prefix', '$settings.prefx', '$settings.prefix &', '$settings.prefix']

  const remembered = texts.map((text) => check([...shared, ...read(integration(text), 'acme.yaml', 'acme')], memory))
  const fresh = texts.map((text) => check([...shared, ...read(integration(text), 'acme.yaml', 'acme')]))

  expect(remembered).toEqual(fresh)
  expect(fresh).toEqual([[], ['mapping.setting-unknown'], ['S0207'], []])
})

test('a change of the package is found under every integration', () => {
  const memory = new CheckMemory()
  const over = read(integration('$settings.prefix'), 'acme.yaml', 'acme')
  const withSettings = (text: string) => [
    ...Object.entries({ ...packageTexts, 'settings.yaml': text }).flatMap(([file, each]) => read(each, file, 'shop')),
    ...over,
  ]

  const before = check(withSettings(packageTexts['settings.yaml']), memory)
  const after = check(withSettings(packageTexts['settings.yaml'].replace('prefix', 'suffix')), memory)

  expect(before).toEqual([])
  expect(after).toContain('mapping.setting-unknown')
})
