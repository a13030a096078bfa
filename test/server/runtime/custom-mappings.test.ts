import { describe, expect, test } from 'vitest'
import { ProblemError, type Problem, parseText, valueOf } from '../../../engine/index.ts'
import type { ConnectionSettings } from '../../../server/connectors/connector.ts'
import { openOrderWorld, sampleOrder } from './order-world.ts'

const extension = 'business-central/fieldloom-sales-v1.0'

/** The routes of an installation of one's own. */
const withRoutes = (settings: ConnectionSettings): ConnectionSettings => ({
  ...settings,
  ...(settings.connector === 'business-central' && {
    routes: {
      ...settings.routes,
      extra: { kind: 'api' as const, address: 'api/fieldloom/sales/v1.0/salesHeaderExtras', schema: `${extension}/salesHeaderExtra` },
      comment: { kind: 'api' as const, address: 'api/fieldloom/sales/v1.0/salesCommentLines', schema: `${extension}/salesCommentLine` },
    },
  }),
})

const campaign = {
  route: 'extra',
  fields: {
    documentType: { const: 'Order' },
    number: '$steps.document.number',
    campaignNumber: 'WebshopReference',
    shipToPhoneNumber: '$order.Customer.Phone',
  },
}

const lineComment = {
  route: 'comment',
  when: 'Instruction',
  fields: {
    documentType: { const: 'Order' },
    number: '$steps.document.number',
    documentLineNumber: '$lineNumber',
    comment: '$line.Instruction',
  },
}

/** The problems that a flow is refused with when it is loaded. */
async function refusal(settings: Record<string, unknown>, text?: string): Promise<readonly Problem[]> {
  const world = await openOrderWorld()
  const node = text === undefined ? undefined : parseText(text, 'acme.json').roots[0]!
  try {
    await world.send([], {
      settings: node ? (valueOf(node) as Record<string, unknown>) : settings,
      ...(node?.kind === 'map' && { settingsNode: node }),
      connection: withRoutes,
    })
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  }
  return []
}

describe('SO-X10 CustomerSpecificOrderFieldsMapping', () => {
  test('SO-X10 sends header data to a route of the installation, with $order and $steps', async () => {
    const world = await openOrderWorld()
    const order = sampleOrder('2002', { WebshopReference: 'SPRING' })

    const { outcome } = await world.sendOne(order, {
      settings: { CustomerSpecificOrderFieldsMapping: { campaign } },
      connection: withRoutes,
    })

    expect(outcome).toMatchObject({ state: 'confirmed', problems: [] })
    const [extras] = await world.get(`api/fieldloom/sales/v1.0/salesHeaderExtras?$filter=number eq '${String(outcome.number)}'`)
    expect(extras).toMatchObject({ campaignNumber: 'SPRING', shipToPhoneNumber: '+31 20 555 0012' })
  })

  test.each([
    ['Invoice', ['Order'], 0],
    ['Order', ['Order', 'Quote'], 1],
    ['Order', undefined, 1],
  ])('SO-X10 is done for %s where appliesTo is %j: %i', async (kind, appliesTo, calls) => {
    const world = await openOrderWorld()
    const order = sampleOrder('2002', { OrderType: { ValueToBackoffice: kind } })

    const { plan } = await world.sendOne(order, {
      settings: { CustomerSpecificOrderFieldsMapping: { campaign: { ...campaign, ...(appliesTo && { appliesTo }) } } },
      connection: withRoutes,
      dryRun: true,
    })

    expect(plan.steps.filter(({ step }) => step === 'customHeader.campaign')).toHaveLength(calls)
  })

  test.each([
    ["$order.Source = 'Portal4SalesPro'", 1],
    ["$order.Source = 'ChannelEngine'", 0],
  ])('SO-X10 is done when its condition %s holds: %i', async (when, calls) => {
    const world = await openOrderWorld()

    const { plan } = await world.sendOne(sampleOrder('2002'), {
      settings: { CustomerSpecificOrderFieldsMapping: { campaign: { ...campaign, when } } },
      connection: withRoutes,
      dryRun: true,
    })

    expect(plan.steps.filter(({ step }) => step === 'customHeader.campaign')).toHaveLength(calls)
  })

  test('SO-X10 the entry says the method', async () => {
    const world = await openOrderWorld()

    const { plan } = await world.sendOne(sampleOrder('2002'), {
      settings: { CustomerSpecificOrderFieldsMapping: { campaign: { ...campaign, method: 'PUT' } } },
      connection: withRoutes,
      dryRun: true,
    })

    expect(plan.steps.find(({ step }) => step === 'customHeader.campaign')).toMatchObject({ request: { method: 'PUT' } })
  })

  test('SO-X10 a route that fails takes the order back', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'refuse', method: 'POST', entitySet: 'salesHeaderExtras', status: 400 })

    const { outcome } = await world.sendOne(sampleOrder('2002'), {
      settings: { CustomerSpecificOrderFieldsMapping: { campaign } },
      connection: withRoutes,
    })

    expect(outcome.state).toBe('rejected')
    expect(outcome.problems).toContainEqual(
      expect.objectContaining({ at: expect.objectContaining({ step: 'customHeader.campaign' }) as unknown }),
    )
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2002'`)).toEqual([])
  })

  test('SO-X10 a failure that only warns leaves the order', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'refuse', method: 'POST', entitySet: 'salesHeaderExtras', status: 400 })

    const { outcome } = await world.sendOne(sampleOrder('2002'), {
      settings: { CustomerSpecificOrderFieldsMapping: { campaign: { ...campaign, onError: 'warn' } } },
      connection: withRoutes,
    })

    expect(outcome.state).toBe('confirmed')
    expect(outcome.problems).toMatchObject([{ severity: 'warning', at: { step: 'customHeader.campaign' } }])
  })

  test('SO-X10 undo is done when a later step fails', async () => {
    const world = await openOrderWorld()
    const undo = {
      route: 'extra',
      fields: { documentType: { const: 'Order' }, number: '$steps.document.number', campaignNumber: "'UNDONE'" },
    }
    await world.setFaults({ fault: 'refuse', method: 'POST', entitySet: 'salesCommentLines', status: 400 })

    const { outcome } = await world.sendOne(sampleOrder('2001'), {
      settings: {
        CustomerSpecificOrderFieldsMapping: { campaign: { ...campaign, undo } },
        CustomerSpecificOrderLineFieldsMapping: { lineComment },
      },
      connection: withRoutes,
    })

    expect(outcome.state).toBe('rejected')
    const sent = world.sandbox.ledger().filter(({ entitySet }) => entitySet === 'salesHeaderExtras')
    expect(sent.map(({ body }) => (body as Record<string, unknown>)['campaignNumber'])).toEqual([undefined, 'UNDONE'])
  })
})

describe('SO-X10 CustomerSpecificOrderLineFieldsMapping', () => {
  test.each([
    [{}, 10_000],
    [{ StartSalesHeaderLinesNumerationFrom: 500 }, 500],
  ])('SO-X10 StartSalesHeaderLinesNumerationFrom gives the first line its number: %j', async (settings, first) => {
    const world = await openOrderWorld()
    const order = sampleOrder('2001')
    order.OrderLines[1]!['Instruction'] = 'Handle with care'

    const { outcome } = await world.sendOne(order, {
      settings: { CustomerSpecificOrderLineFieldsMapping: { lineComment }, ...settings },
      connection: withRoutes,
    })

    expect(outcome).toMatchObject({ state: 'confirmed' })
    const comments = await world.get(`api/fieldloom/sales/v1.0/salesCommentLines?$filter=number eq '${String(outcome.number)}'`)
    expect(comments.map(({ documentLineNumber, comment }) => [documentLineNumber, comment])).toEqual([
      [first, 'Soft wash'],
      [first + 10_000, 'Handle with care'],
    ])
  })

  test('SO-X10 keeps the number of the line, whichever lines the condition lets through', async () => {
    const world = await openOrderWorld()
    const order = sampleOrder('2001')
    order.OrderLines[0]!['Instruction'] = ''
    order.OrderLines[1]!['Instruction'] = 'Handle with care'

    const { plan } = await world.sendOne(order, {
      settings: { CustomerSpecificOrderLineFieldsMapping: { lineComment } },
      connection: withRoutes,
      dryRun: true,
    })

    const bodies = plan.steps.filter(({ step }) => step === 'customLines.lineComment').map(({ request }) => request!.body)
    expect(bodies).toMatchObject([{ documentLineNumber: 20_000, comment: 'Handle with care' }])
  })
})

describe('SO-X10 what is wrong is told when the flow is loaded, at its place in the JSON', () => {
  test('SO-X10 a property that the route does not have', async () => {
    const text = `{ "CustomerSpecificOrderFieldsMapping": {
  "campaign": { "route": "headerExtras",
    "fields": { "documentNo": "$steps.document.number",
      "reasonKode": "Source" } } } }`

    expect(await refusal({}, text)).toMatchObject([
      {
        code: 'mapping.property-unknown',
        at: { file: 'acme.json', line: 4, column: 7, step: 'customHeader.campaign' },
        hint: expect.stringContaining('reasonCode') as string,
      },
    ])
  })

  test('SO-X10 a path that an order does not have, in its condition', async () => {
    const text = `{ "CustomerSpecificOrderFieldsMapping": {
  "campaign": { "route": "headerExtras", "when": "Sauce = 'Portal4SalesPro'",
    "fields": { "documentNo": "$steps.document.number" } } } }`

    expect(await refusal({}, text)).toMatchObject([{ code: 'mapping.path-unknown', at: { file: 'acme.json', line: 2, column: 51 } }])
  })

  test('SO-X10 an expression that breaks off', async () => {
    const text = `{ "CustomerSpecificOrderLineFieldsMapping": { "a": { "route": "headerExtras", "fields": {
  "documentNo": "$steps.document.(number" } } } }`

    const problems = await refusal({}, text)

    expect(problems[0]).toMatchObject({ code: 'S0203', at: { file: 'acme.json', line: 2 } })
  })

  test('SO-X10 a key that an entry does not have, with the nearest name', async () => {
    const text = `{ "CustomerSpecificOrderFieldsMapping": { "a": {
  "rout": "headerExtras", "fields": {} } } }`

    expect(await refusal({}, text)).toContainEqual(
      expect.objectContaining({
        code: 'mapping.setting-wrong',
        at: expect.objectContaining({ file: 'acme.json', line: 2, column: 3 }) as unknown,
        hint: expect.stringContaining('route') as unknown,
      }),
    )
  })

  test('SO-X10 a route that the connection does not have', async () => {
    const problems = await refusal({ CustomerSpecificOrderFieldsMapping: { a: { route: 'nowhere', fields: {} } } })

    expect(problems[0]).toMatchObject({ code: 'flow.resource-unknown', parameters: { resource: 'nowhere' } })
  })
})
