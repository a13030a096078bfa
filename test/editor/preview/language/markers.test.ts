import { expect, test } from 'vitest'
import { applyEdit, parseText } from '../../../../engine/index.ts'
import type { Marker } from '../../../../editor/preview/language/language-methods.ts'
import { openLanguage, overlay } from './opened.ts'

const { language, place } = openLanguage()

function markersOf(text: string): readonly Marker[] {
  const { path } = place(text)
  for (;;) {
    const found = language.markers(null)
    if (found) return found[path] ?? []
  }
}

/** The text after the first fix of the problem with a code. */
function mended(text: string, code: string, title?: RegExp): string {
  const marker = markersOf(text).find(({ problem }) => problem.code === code)
  const fix = marker?.fixes.find((each) => !title || title.test(each.title))
  if (!fix) throw new Error(`no fix among ${JSON.stringify(markersOf(text).map(({ problem, fixes }) => [problem.code, fixes]))}`)
  return [...fix.edits].sort((left, right) => right.from - left.from).reduce((result, edit) => applyEdit(result, edit), text)
}

test('a problem underlines the name inside the expression, and carries its hint', () => {
  const text = overlay('email: Customer.Nam & Source')
  const [marker] = markersOf(text)

  expect(text.slice(marker!.from, marker!.to)).toBe('Nam')
  expect(marker!.problem).toMatchObject({ code: 'mapping.path-unknown', hint: expect.stringContaining('Name') })
})

test('the text that is right has no problems', () => {
  expect(markersOf(overlay('email: Source'))).toEqual([])
})

test.each([
  ['the nearest field', 'email: Sourc', 'mapping.path-unknown', 'email: Source'],
  ['the nearest property', 'emial: Source', 'mapping.property-unknown', 'email: Source'],
  ['the nearest setting', 'email: $settings.UseApiVersio2', 'mapping.setting-unknown', 'email: $settings.UseApiVersion2'],
  ['the nearest variable', 'email: $shipp.City', 'mapping.variable-unknown', 'email: $ship.City'],
  ['the nearest table', "email: $table('charg', Source)", 'mapping.table-unknown', "email: $table('charge', Source)"],
  ['a constant for a quoted path', "email: 'Item'", 'mapping.quoted-path', 'email: { const: Item }'],
  ['a constant in a longer field', "email: { expr: 'Item' }", 'mapping.quoted-path', 'email: { const: "Item" }'],
  [
    'a block for ? and :',
    'email: Delivered ? Source : ConsumerEmail',
    'document.syntax',
    'email: |-\n  Delivered ? Source : ConsumerEmail',
  ],
  ['a block for what # would cut', 'email: Source & #$i', 'document.expression-cut', 'email: |-\n  Source & #$i'],
  [
    'quotes inside braces',
    'email: { expr: Delivered ? Source : ConsumerEmail, title: E }',
    'document.syntax',
    "email: { expr: 'Delivered ? Source : ConsumerEmail', title: E }",
  ],
  ['the nearest key', 'email: { expr: Source, requird: true }', 'document.unknown-key', 'email: { expr: Source, required: true }'],
])('a fix writes %s', (_, before, code, after) => {
  expect(mended(overlay(before), code)).toBe(overlay(after))
})

test('what an overlay removes in vain is deleted', () => {
  expect(mended(overlay('email: Source\nnothing: { remove: true }'), 'overlay.nothing-to-remove', /Delete/)).toBe(overlay('email: Source'))
})

test('two settings that contradict each other can be reset', () => {
  const settings = '  MapSalesOrderYourReferenceToExternalDocumentNo: true\n  SendPrefixPlusOrderTimestampToMBC: true\n'
  const [marker] = markersOf(overlay('email: Source', settings))

  expect(marker!.problem.message).toContain('at most one setting')
})

test('every fix of every problem leaves a text that can be read as well as before', () => {
  const text = overlay("email: 'Item'\nemial: Sourc\nphoneNumber: { expr: a ? b : c }\nshipToCity: a ? b : c", '  Nothing: 1\n')
  const syntaxOf = (each: string) => parseText(each, 'acme.yaml').problems.filter(({ code }) => code === 'document.syntax').length

  const fixes = markersOf(text).flatMap((marker) => marker.fixes)

  expect(fixes.length).toBeGreaterThan(5)
  for (const { edits } of fixes) {
    const result = [...edits].sort((left, right) => right.from - left.from).reduce((each, edit) => applyEdit(each, edit), text)
    expect(syntaxOf(result)).toBeLessThanOrEqual(syntaxOf(text))
  }
})
