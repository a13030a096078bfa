/** One JSON value, or why the text is none. */
export function parseJson(json: string): { readonly value: unknown } | { readonly reason: string } {
  if (json.trim() === '') return { reason: 'it is empty' }
  try {
    return { value: JSON.parse(json) as unknown }
  } catch (error) {
    // The parser's own words quote the text, which may be personal data: only the place is kept.
    const place = /position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0]
    return { reason: place === undefined ? 'it ends too early' : `it breaks at ${place}` }
  }
}
