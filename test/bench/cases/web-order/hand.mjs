const countries = { Netherlands: 'NL', Germany: 'DE', Belgium: 'BE' }
const isBlank = (value) => value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
const text = (value) => (isBlank(value) ? undefined : value)
const money = (value) => Math.round(value * 100 + 1e-7) / 100
const net = (amount, rate) => money(amount / (1 + rate / 100))

export default function map(order) {
  const ship = order.shipping_address ?? order.billing_address
  const lines = []
  for (const item of order.line_items) {
    if (!(item.quantity > 0)) continue
    const title = text(item.variant) ? `${item.title} / ${item.variant}` : item.title
    lines.push({
      itemNumber: item.sku.toUpperCase(),
      description: title.slice(0, 50),
      quantity: item.quantity,
      unitPrice: net(item.price, item.tax_rate),
      lineAmount: money(item.quantity * item.price),
    })
  }
  for (const line of order.shipping_lines)
    if (line.price > 0) lines.push({ itemNumber: 'SHIPPING', description: line.title, quantity: 1, unitPrice: net(line.price, 21) })
  const result = {
    externalDocumentNumber: `WEB-${order.order_number}`,
    customerName: `${text(ship.first_name) ?? ''} ${text(ship.last_name) ?? ''}`.replace(/\s+/g, ' ').trim(),
    email: order.email.toLowerCase(),
    phone: text(ship.phone) ?? 'unknown',
    orderDate: order.created_at.slice(0, 10),
    country: countries[ship.country],
    isPaid: order.financial_status === 'paid' && !order.test,
    discount: order.discounts.length > 0 ? order.discounts.reduce((sum, { amount }) => sum + amount, 0) : undefined,
    shippingCity: ship.city,
    lines,
  }
  if (text(order.note) && order.note.length <= 100) result.note = order.note
  return result
}
