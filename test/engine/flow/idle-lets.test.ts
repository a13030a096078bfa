import { expect, test } from 'vitest'
import { withoutIdleLets } from '../../../engine/flow/idle-lets.ts'
import { type ObjectTemplate, compileTemplate } from '../../../engine/expression/index.ts'

let site = 0
const slot = (text: string) => ({ kind: 'expression' as const, text, site: site++ })
const letOf = (name: string, text: string) => ({ name, value: slot(text) })

const template: ObjectTemplate = {
  kind: 'object',
  site: site++,
  lets: [
    letOf('idle', 'Customer.Name'),
    letOf('needed', '$deeper + 1'),
    letOf('deeper', 'Amount'),
    letOf('condition', 'Amount > 0'),
    letOf('idleToo', '$idle'),
  ],
  entries: [{ key: 'total', value: { kind: 'leaf', site: site++, value: slot('$needed'), when: slot('$condition') } }],
}

test('a step is compiled with the lets that it comes to, by whatever way, and gives the same', () => {
  const lean = withoutIdleLets(template)

  expect(lean.lets.map(({ name }) => name)).toEqual(['needed', 'deeper', 'condition'])
  expect(compileTemplate(lean).run({ Amount: 2 })).toEqual(compileTemplate(template).run({ Amount: 2 }))
})

test('an expression that cannot be read leaves everything as it is, so that it is told where it stands', () => {
  const broken = { ...template, entries: [{ key: 'total', value: { kind: 'leaf' as const, site: 99, value: slot('$needed +') } }] }

  expect(withoutIdleLets(broken)).toBe(broken)
})
