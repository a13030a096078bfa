import { convert } from '../contract/convert.ts'
import { isObject } from '../contract/deserialize.ts'
import type { UnboundAction } from '../odata/metadata.ts'
import { badRequest, recordNotFound, tooLong } from '../refusal.ts'
import { assign, modifyRecord, type Context } from '../records/context.ts'
import type { Row, Value } from '../store/row.ts'

interface Implemented extends UnboundAction {
  run(parameters: ReadonlyMap<string, string>, context: Context): void
}

const text = (name: string, maxLength?: number) => ({ name, edm: 'Edm.String', ...(maxLength !== undefined && { maxLength }) })
const document = [text('documentType', 30), text('documentNo', 20)]

function changeHeader(parameters: ReadonlyMap<string, string>, fields: Readonly<Record<string, string>>, context: Context): void {
  const header = headerOf(parameters, context).copy()
  for (const [name, field] of Object.entries(fields)) {
    const value = parameters.get(name)
    if (value !== undefined) assign(context, header, field, value)
  }
  modifyRecord(context, header)
}

function headerOf(parameters: ReadonlyMap<string, string>, { store }: Context): Row {
  const key = [parameters.get('documentType') ?? '', parameters.get('documentNo') ?? ''] as const
  const header = store.find('Sales Header', ...key)
  if (!header)
    throw recordNotFound('Sales Header', [
      ['Document Type', key[0]],
      ['No.', key[1]],
    ])
  return header
}

const shipTo = {
  name: ['Ship-to Name', 100],
  address: ['Ship-to Address', 100],
  address2: ['Ship-to Address 2', 50],
  city: ['Ship-to City', 30],
  county: ['Ship-to County', 30],
  postCode: ['Ship-to Post Code', 20],
  countryCode: ['Ship-to Country/Region Code', 10],
  contact: ['Ship-to Contact', 100],
} as const

/** The procedures of a codeunit that is published as the service `SalesIntegration`. */
export const unboundActions: readonly Implemented[] = [
  {
    name: 'SalesIntegration_AddOrderNote',
    parameters: [...document, text('note')],
    run(parameters, context) {
      const header = headerOf(parameters, context)
      context.store.insert(
        context.store.create('Record Link', {
          'Document Type': header.text('Document Type'),
          'Document No.': header.text('No.'),
          Note: parameters.get('note') ?? '',
        }),
      )
    },
  },
  {
    name: 'SalesIntegration_SetHeaderExtras',
    parameters: [...document, text('reasonCode', 10), text('yourReference', 35)],
    run: (parameters, context) => changeHeader(parameters, { reasonCode: 'Reason Code', yourReference: 'Your Reference' }, context),
  },
  {
    name: 'SalesIntegration_SetReasonCode',
    parameters: [...document, text('reasonCode', 10)],
    run: (parameters, context) => changeHeader(parameters, { reasonCode: 'Reason Code' }, context),
  },
  {
    name: 'SalesIntegration_SetYourReference',
    parameters: [...document, text('yourReference', 35)],
    run: (parameters, context) => changeHeader(parameters, { yourReference: 'Your Reference' }, context),
  },
  {
    name: 'SalesIntegration_SetWorkDescription',
    parameters: [...document, text('workDescription')],
    run: (parameters, context) => changeHeader(parameters, { workDescription: 'Work Description' }, context),
  },
  {
    name: 'SalesIntegration_SetShipToAddress',
    parameters: [...document, ...Object.entries(shipTo).map(([name, [, length]]) => text(name, length))],
    run: (parameters, context) =>
      changeHeader(parameters, Object.fromEntries(Object.entries(shipTo).map(([name, [field]]) => [name, field])), context),
  },
]

/** Runs one with the parameters of its body: all of them, and no other. */
export function runUnbound(name: string, body: unknown, context: Context): void {
  const action = unboundActions.find((each) => each.name === name)!
  if (!isObject(body)) throw badRequest('Invalid Request Body')
  const parameters = new Map<string, string>()
  for (const [given, value] of Object.entries(body)) {
    const parameter = action.parameters.find((each) => each.name === given)
    if (!parameter)
      throw badRequest(`The parameter '${given}' in the request payload is not a valid parameter for the operation '${name}'.`)
    const converted: Value = convert(parameter, value)
    if (parameter.maxLength !== undefined && String(converted).length > parameter.maxLength)
      throw tooLong(String(converted), parameter.maxLength)
    parameters.set(given, String(converted))
  }
  for (const parameter of action.parameters)
    if (!parameters.has(parameter.name))
      throw badRequest(`The request payload is missing a value for the parameter '${parameter.name}' of the operation '${name}'.`)
  action.run(parameters, context)
}
