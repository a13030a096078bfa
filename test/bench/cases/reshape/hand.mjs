export default function map({ id, ref, currency, customer, address, items }) {
  return {
    number: id,
    reference: ref,
    currency,
    customer: { code: customer.number, name: customer.name, mail: customer.contact.mail, phone: customer.contact.phone },
    delivery: { street: address.street, city: address.city, postCode: address.zip, country: address.country },
    lines: items.map((item) => ({
      item: item.sku,
      text: item.name,
      quantity: item.qty,
      price: item.price,
      unit: item.unit,
      warehouse: item.stock.location,
    })),
  }
}
