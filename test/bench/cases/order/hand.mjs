const terms = { open: '14D', paid: 'PREPAID', credit: '30D' }
const vatCodes = { 0: 'ZERO', 9: 'LOW', 21: 'HIGH' }
const countries = { Nederland: 'NL', Deutschland: 'DE', België: 'BE', France: 'FR' }

const trim = (text) => text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '')
const two = (number) => (number < 10 ? `0${number}` : String(number))
const day = (millis) => {
  const date = new Date(millis)
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

/** Half to even, on the decimal text of the number: what $round promises. */
function round(number, decimals) {
  const [digits, exponent = '0'] = String(number).split('e')
  const shifted = Number(`${digits}e${Number(exponent) + decimals}`)
  let rounded = Math.round(shifted)
  if (Math.abs(rounded - shifted) === 0.5 && Math.abs(rounded % 2) === 1) rounded--
  return Number(`${rounded}e${-decimals}`)
}

const valueNamed = (attributes, name) => {
  for (const attribute of attributes) if (attribute.name === name) return attribute.value
  return undefined
}

export default function map(order) {
  const { customer, addresses, lines, payments, note } = order
  let shipping
  let billing
  for (const address of addresses) {
    if (address.type === 'shipping') shipping = address
    if (address.type === 'billing') billing = address
  }
  let total = 0
  let gross = 0
  let paid = 0
  let highestPrice = -Infinity
  const quantityByCategory = {}
  const categories = new Set()
  const skus = []
  for (const line of lines) {
    total += line.quantity * line.price
    gross += line.quantity * line.price * (1 + line.vatRate / 100)
    if (line.price > highestPrice) highestPrice = line.price
    quantityByCategory[line.category] = (quantityByCategory[line.category] ?? 0) + line.quantity
    categories.add(line.category)
    skus.push(line.sku.toUpperCase())
  }
  for (const payment of payments) paid += payment.amount
  const dearest = lines.toSorted((left, right) => right.price - left.price)
  const [dueDay, dueMonth, dueYear] = order.due.split('/')
  return {
    externalDocumentNumber: trim(order.orderNumber).toUpperCase(),
    orderKey: `${order.channel}-${order.id}`,
    customerNumber: customer.number.toUpperCase(),
    customerName: `${trim(customer.firstName)} ${customer.lastName}`,
    email: customer.email.toLowerCase(),
    emailDomain: customer.email.slice(customer.email.indexOf('@') + 1),
    shortName: customer.lastName.slice(0, 8),
    orderDate: day(Date.parse(order.created)),
    dueDate: day(Date.UTC(Number(dueYear), Number(dueMonth) - 1, Number(dueDay))),
    countryCode: countries[shipping.country],
    shippingCity: shipping.city,
    shippingStreet: shipping.street,
    billingPostCode: billing.zip.replace(/\s+/g, ''),
    paymentTerms: terms[order.status],
    isBusiness: customer.type === 'business',
    priorityText: order.priority > 2 ? 'high' : order.priority > 1 ? 'normal' : 'low',
    total: round(total, 2),
    highestPrice,
    lineCount: lines.length,
    paid,
    openAmount: round(gross - paid, 2),
    skus: skus.join(','),
    categories: [...categories].sort().join(', '),
    quantityByCategory,
    dearest: dearest.slice(0, 3).map((line) => line.sku),
    reference: /[A-Z]{2}-\d+/.exec(note)?.[0],
    isGift: /gift/i.test(note),
    origin: { source: 'shop', language: 'nl', channel: order.channel, currency: order.currency },
    lines: lines.map((line, index) => ({
      lineNumber: (index + 1) * 10000,
      itemNumber: line.sku.toUpperCase(),
      description: line.name.slice(0, 30),
      quantity: line.quantity,
      unitPrice: round(line.price / (1 + line.vatRate / 100), 2),
      amount: round(line.quantity * line.price, 2),
      vatCode: vatCodes[line.vatRate],
      colour: valueNamed(line.attributes, 'colour'),
      size: valueNamed(line.attributes, 'size'),
      group: line.category === 'toys' ? 'T' : line.category === 'books' ? 'B' : 'X',
      weightText: `${line.weight} kg`,
    })),
  }
}
