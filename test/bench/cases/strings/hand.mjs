const trim = (text) => text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '')

export default function map(product) {
  const title = trim(product.title)
  const dash = product.sku.indexOf('-')
  const found = /(\d+) ?x ?(\d+)/.exec(product.description)
  let left = 3
  return {
    code: product.sku.replace(/[^A-Za-z0-9]/g, '').toUpperCase(),
    title,
    slug: title.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase(),
    short: `${title.slice(0, 20)}…`,
    brand: product.sku.slice(0, dash),
    serial: product.sku.slice(dash + 1),
    tags: product.tags.split(',').map(trim).join('|'),
    tagCount: product.tags.split(',').length,
    hasSale: product.tags.includes('sale'),
    padded: String(product.id).padStart(10, '0'),
    words: trim(product.description).split(' ').length,
    firstSentence: `${product.description.slice(0, product.description.indexOf('.'))}.`,
    dimensions: found ? [found[1], found[2]] : undefined,
    masked: product.contact.replace(/[^@]/g, (each) => (left-- > 0 ? '*' : each)),
    full: `${product.brand} ${product.title} (${product.weight} kg)`,
    length: product.description.length,
    options: product.options.map(({ name, values }) => ({
      label: name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase(),
      values: values.join(', '),
      first: values[0],
    })),
  }
}
