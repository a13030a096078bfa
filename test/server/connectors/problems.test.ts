import { expect, test } from 'vitest'
import { authCatalogue } from '../../../server/auth/problems.ts'
import { businessCentralCatalogue } from '../../../server/connectors/business-central/index.ts'
import { filesCatalogue } from '../../../server/connectors/files/index.ts'
import { httpCatalogue } from '../../../server/connectors/http/problems.ts'

const catalogues = [authCatalogue, businessCentralCatalogue, filesCatalogue, httpCatalogue]

test('JU-14 no two problems of connectors share their code or their message, and each says what to do', () => {
  const declared = catalogues.flatMap((catalogue) => Object.entries(catalogue))

  expect(new Set(declared.map(([code]) => code)).size).toBe(declared.length)
  expect(new Set(declared.map(([, { message }]) => message)).size).toBe(declared.length)
  expect(declared.filter(([, { hint }]) => hint.trim() === '')).toEqual([])
})
