import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogues } from '../../server/problem-catalogues.ts'
import { productRoot } from '../../server/root.ts'

const declared = Object.values(catalogues).flatMap((catalogue) => Object.entries(catalogue))

test('every catalogue of the code is in the reference', () => {
  const declaring = ['engine', 'server'].flatMap((folder) =>
    readdirSync(join(productRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && /= defineProblems\(/.test(readFileSync(join(productRoot, folder, name), 'utf8')))
      .map((name) => `${folder}/${name}`),
  )

  expect(Object.keys(catalogues).toSorted()).toEqual(declaring.toSorted())
})

test('no two problems share their code', () => {
  const codes = declared.map(([code]) => code)

  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
})

test('each code has a form that stays: a family and a name, or JSONata’s own', () => {
  expect(declared.map(([code]) => code).filter((code) => !/^([a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*|[STDU]\d{4})$/.test(code))).toEqual(
    [],
  )
})

test('no two problems of the product share their message, and each says what to do now', () => {
  // What JSONata tells apart by code alone is told in its words.
  const own = declared.filter(([code]) => !/^[STDU]\d{4}$/.test(code))
  const messages = own.map(([, { message }]) => message)

  expect(messages.filter((message, index) => messages.indexOf(message) !== index)).toEqual([])
  expect(declared.filter(([, { message, hint }]) => message.trim() === '' || hint.trim() === '').map(([code]) => code)).toEqual([])
})
