const round = (value) => Math.round(value * 100) / 100 || 0

export default function map({ id, date, currency, amount, transactions }) {
  let gross = 0
  let fees = 0
  let net = 0
  let largest = -Infinity
  let count = 0
  const countByType = {}
  const sumByType = {}
  const payments = []
  for (const row of transactions) {
    const value = Number(row.amount)
    const rowNet = Number(row.net)
    fees += value - rowNet
    net += rowNet
    if (value > largest) largest = value
    countByType[row.type] = (countByType[row.type] ?? 0) + 1
    sumByType[row.type] = (sumByType[row.type] ?? 0) + value
    if (row.type !== 'charge' && row.type !== 'refund') continue
    gross += value
    count++
    payments.push({
      documentNumber: `PO-${id}-${row.id}`,
      externalDocumentNumber: `SHOP-${row.order_id}`,
      type: row.type === 'refund' ? 'Refund' : 'Payment',
      amount: -value,
      fee: round(value - rowNet),
    })
  }
  const amountByType = {}
  for (const type in sumByType) amountByType[type] = round(sumByType[type])
  return {
    documentNumber: `PO-${id}`,
    postingDate: date.slice(0, 10),
    currency: currency.toUpperCase(),
    amount: Number(amount),
    gross: round(gross),
    fees: round(fees),
    difference: round(Number(amount) - net),
    averageSale: round(gross / count),
    countByType,
    amountByType,
    largest,
    payments,
  }
}
