import { describe, expect, test } from 'vitest'
import { compareBodies } from '../../../../server/connectors/business-central/differences.ts'
import { schemas } from './open.ts'

const zeroGuid = '00000000-0000-0000-0000-000000000000'

function compare(schema: string, sent: object, back: object) {
  const name = `business-central/${schema}`
  return compareBodies(schemas, { name, schema: schemas.get(name)! }, sent as never, back as never)
}

describe('what Business Central writes otherwise is the same', () => {
  test.each([
    ['codes in upper case and trimmed', { externalDocumentNumber: ' web-1 ' }, { externalDocumentNumber: 'WEB-1' }],
    ['blank currency shown as the local one', { currencyCode: '' }, { currencyCode: 'GBP', currencyId: zeroGuid }],
    ['the local currency by its code', { currencyCode: 'gbp' }, { currencyCode: 'GBP', currencyId: zeroGuid }],
    ['null for no date', { requestedDeliveryDate: null }, { requestedDeliveryDate: '0001-01-01' }],
    ['null for no id', { paymentTermsId: null }, { paymentTermsId: zeroGuid }],
    ['ids in another case', { customerId: '5D115C9C-44E3-EA11-BB43-000D3A2FECA1' }, { customerId: '5d115c9c-44e3-ea11-bb43-000d3a2feca1' }],
    ['null for no text', { email: null }, { email: '' }],
    ['white space at the end', { shipToName: 'Ann ' }, { shipToName: 'Ann' }],
  ])('%s', (_, sent, back) => {
    expect(compare('v2.0/salesOrder', sent, back)).toEqual([])
  })

  test.each([
    ['members by their caption', { lineType: 'Fixed Asset' }, { lineType: 'Fixed_x0020_Asset' }],
    ['prices rounded to the precision of the currency', { unitPrice: 12.34567 }, { unitPrice: 12.346 }],
    ['quantities rounded to five decimals', { quantity: 1.0000049 }, { quantity: 1 }],
    ['amounts rounded half away from zero', { discountAmount: 2.345 }, { discountAmount: 2.35 }],
    ['binary fractions', { unitPrice: 0.1 + 0.2 }, { unitPrice: 0.3 }],
  ])('%s', (_, sent, back) => {
    expect(compare('v2.0/salesOrderLine', sent, back)).toEqual([])
  })

  test('extended texts of an item that Business Central adds as comments', () => {
    const sent = { salesOrderLines: [{ quantity: 1 }, { quantity: 2 }] }
    const back = {
      salesOrderLines: [
        { sequence: 20000, lineType: 'Item', quantity: 2 },
        { sequence: 10000, lineType: 'Item', quantity: 1 },
        { sequence: 10001, lineType: 'Comment', description: 'Keep dry' },
      ],
    }

    expect(compare('v2.0/salesOrder', sent, back)).toEqual([])
  })
})

describe('another order is a difference of content', () => {
  test.each([
    ['v2.0/salesOrder', { customerNumber: '10000' }, { customerNumber: '20000' }, 'customerNumber'],
    ['v2.0/salesOrder', { currencyCode: 'EUR' }, { currencyCode: 'GBP', currencyId: zeroGuid }, 'currencyCode'],
    ['v2.0/salesOrderLine', { quantity: 2 }, { quantity: 3 }, 'quantity'],
    ['v2.0/salesOrderLine', { unitPrice: 12.34 }, { unitPrice: 12 }, 'unitPrice'],
    ['v2.0/salesOrderLine', { discountPercent: 10 }, { discountPercent: 0 }, 'discountPercent'],
    ['v2.0/salesOrderLine', { lineObjectNumber: '1896-S' }, { lineObjectNumber: '1900-S' }, 'lineObjectNumber'],
    ['v2.0/salesOrderLine', { quantity: 2 }, {}, 'quantity'],
  ])('%s %o came back as %o', (schema, sent, back, field) => {
    expect(compare(schema, sent, back)).toMatchObject([{ field, weight: 'content' }])
  })

  test('in the line that has it, by the property of a published page too', () => {
    const sent = { salesOrderLines: [{ quantity: 1 }, { quantity: 2, description: 'Lamp' }] }
    const back = { salesOrderLines: [{ quantity: 1 }, { quantity: 1, description: 'lamp' }] }

    expect(compare('v2.0/salesOrder', sent, back)).toEqual([
      { field: 'salesOrderLines[1].quantity', sent: 2, found: 1, weight: 'content' },
      { field: 'salesOrderLines[1].description', sent: 'Lamp', found: 'lamp', weight: 'note' },
    ])
    expect(
      compareBodies(
        schemas,
        { name: 'route/x', schema: {} },
        { Unit_Price: 2, Your_Reference: 'a' },
        { Unit_Price: 3, Your_Reference: 'b' },
      ),
    ).toMatchObject([
      { field: 'Unit_Price', weight: 'content' },
      { field: 'Your_Reference', weight: 'note' },
    ])
  })

  test('when lines are missing', () => {
    expect(compare('v2.0/salesOrder', { salesOrderLines: [{}, {}] }, { salesOrderLines: [{}] })).toMatchObject([
      { field: 'salesOrderLines', weight: 'content' },
    ])
  })

  test('when a file has another size', () => {
    const sent = { fileName: 'a.txt', attachmentContent: Buffer.from('hello').toString('base64') }

    expect(compare('v2.0/documentAttachment', sent, { fileName: 'a.txt', byteSize: 5 })).toEqual([])
    expect(compare('v2.0/documentAttachment', sent, { fileName: 'a.txt', byteSize: 0 })).toMatchObject([
      { field: 'attachmentContent', weight: 'content' },
    ])
  })
})

test('lines that were not asked for are not compared, and an address of v1.0 part by part', () => {
  const sent = { salesOrderLines: [{ quantity: 1 }], shippingPostalAddress: { street: 'A 1\r\nB', city: 'X' } }
  const back = { shippingPostalAddress: { street: 'A 1\nB', city: 'Y' } }

  expect(compare('v1.0/salesOrder', sent, back)).toEqual([{ field: 'shippingPostalAddress.city', sent: 'X', found: 'Y', weight: 'note' }])
})
