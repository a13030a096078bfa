import { compile as compileJsonQuery, parse as parseJsonQuery } from '@jsonquerylang/jsonquery'
import { JsonTemplateEngine } from '@rudderstack/json-template-engine'
import jmespath from 'jmespath'
import jsonata from 'jsonata'
import { compileExpression } from '../../dist/engine/index.js'
import { compile } from './case.mjs'
import { mustBeEqual } from './compare.mjs'
import { measure } from './measure.mjs'
import { microseconds, perSecond, printTable, ratio } from './report.mjs'

/** What all of them can say: names change, things move, texts are joined. */
const fieldloom = `
apiVersion: v1
kind: Mapping
name: peers
title: What all engines can say
fields:
  number: id
  reference: ref
  customerName: customer.first & ' ' & customer.last
  email: customer.email
  city: customer.address.city
  currency: currency
  country: customer.address.country
  lines:
    each: lines
    fields: { item: sku, description: name, quantity: qty, unitPrice: price, unit: unit, warehouse: stock.location }
`
const jsonataText = `{
  "number": id, "reference": ref, "customerName": customer.first & ' ' & customer.last, "email": customer.email,
  "city": customer.address.city, "currency": currency, "country": customer.address.country,
  "lines": [lines.{
    "item": sku, "description": name, "quantity": qty, "unitPrice": price, "unit": unit, "warehouse": stock.location
  }]
}`
const jmespathText = `{
  number: id, reference: ref, customerName: join(' ', [customer.first, customer.last]), email: customer.email,
  city: customer.address.city, currency: currency, country: customer.address.country,
  lines: lines[].{
    item: sku, description: name, quantity: qty, unitPrice: price, unit: unit, warehouse: stock.location
  }
}`
const jsonQueryText = `{
  number: .id, reference: .ref, customerName: ([.customer.first, .customer.last] | join(" ")), email: .customer.email,
  city: .customer.address.city, currency: .currency, country: .customer.address.country,
  lines: (.lines | map({
    item: .sku, description: .name, quantity: .qty, unitPrice: .price, unit: .unit, warehouse: .stock.location
  }))
}`
const templateText = `{
  number: .id, reference: .ref, customerName: .customer.first + ' ' + .customer.last, email: .customer.email,
  city: .customer.address.city, currency: .currency, country: .customer.address.country,
  lines: .lines.({
    item: .sku, description: .name, quantity: .qty, unitPrice: .price, unit: .unit, warehouse: .stock.location
  })[]
}`

function byHand({ id, ref, customer, currency, lines }) {
  return {
    number: id,
    reference: ref,
    customerName: `${customer.first} ${customer.last}`,
    email: customer.email,
    city: customer.address.city,
    currency,
    country: customer.address.country,
    lines: lines.map(({ sku, name, qty, price, unit, stock }) => ({
      item: sku,
      description: name,
      quantity: qty,
      unitPrice: price,
      unit,
      warehouse: stock.location,
    })),
  }
}

function orderOf(number) {
  const pick = (...choices) => choices[number % choices.length]
  return {
    id: 1000 + number,
    ref: `R-${number}`,
    currency: pick('EUR', 'DKK', 'USD'),
    customer: {
      first: pick('Eva', 'Tom'),
      last: pick('Bos', 'Smit', 'Vos'),
      email: `c${number}@example.com`,
      address: { city: 'Gouda', country: 'NL' },
    },
    lines: Array.from({ length: 10 }, (_, line) => ({
      sku: `A-${line}`,
      name: `Item ${line}`,
      qty: 1 + ((number + line) % 9),
      price: 0.5 + line * 3,
      unit: 'PCS',
      stock: { location: pick('EAST', 'MAIN') },
    })),
  }
}

/** The engine beside others, each in its own language, on a mapping that all of them can say. */
export async function reportPeers() {
  const orders = Array.from({ length: 16 }, (_, number) => orderOf(number))
  const mapping = compile(fieldloom)
  const [ours, theirs] = [compileExpression(jsonataText, { profile: 'document' }), jsonata(jsonataText)]
  const [query, template] = [compileJsonQuery(parseJsonQuery(jsonQueryText)), JsonTemplateEngine.createAsSync(templateText)]
  const engines = {
    'written by hand': byHand,
    'this engine, a mapping': (order) => mapping.run(order).record,
    'this engine, one expression': (order) => ours.evaluate(order),
    '@jsonquerylang/jsonquery': (order) => query(order),
    '@rudderstack/json-template-engine': (order) => template.evaluate(order),
    jmespath: (order) => jmespath.search(order, jmespathText),
    jsonata: (order) => theirs.evaluate(order),
  }
  for (const [name, run] of Object.entries(engines)) for (const order of orders) mustBeEqual(name, byHand(order), await run(order))
  const variants = Object.fromEntries(Object.entries(engines).map(([name, run]) => [name, (count) => run(orders[count % orders.length])]))
  const seconds = await measure(variants)
  printTable(
    ['engine', 'orders/s', 'an order', 'than jsonata'],
    Object.entries(seconds).map(([name, each]) => [name, perSecond(each), microseconds(each), ratio(seconds.jsonata / each)]),
  )
}
