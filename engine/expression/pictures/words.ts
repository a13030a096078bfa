/** Numbers in English words, as `$formatInteger(n, 'w')` writes and `$parseInteger` reads them. */
const small =
  'Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen'.split(
    ' ',
  )
const smallOrdinals =
  'Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth'.split(
    ' ',
  )
const tens = 'Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety Hundred'.split(' ')
const magnitudes = ['Thousand', 'Million', 'Billion', 'Trillion']

export function toWords(value: number, isOrdinal: boolean): string {
  return words(value, false, isOrdinal)
}

/** @param follows something of the same number stands before it */
function words(value: number, follows: boolean, isOrdinal: boolean): string {
  if (value <= 19) return (follows ? ' and ' : '') + (isOrdinal ? smallOrdinals : small)[value]!
  if (value < 100) {
    const name = (follows ? ' and ' : '') + tens[Math.floor(value / 10) - 2]!
    const rest = value % 10
    if (rest > 0) return `${name}-${words(rest, false, isOrdinal)}`
    return isOrdinal ? `${name.slice(0, -1)}ieth` : name
  }
  const separator = follows ? ', ' : ''
  if (value < 1000) return separator + followed(`${small[Math.floor(value / 100)]!} Hundred`, value % 100, isOrdinal)
  const magnitude = Math.min(Math.floor(Math.log10(value) / 3), magnitudes.length)
  const factor = 10 ** (magnitude * 3)
  const count = Math.floor(value / factor)
  return separator + followed(`${words(count, false, false)} ${magnitudes[magnitude - 1]!}`, value - count * factor, isOrdinal)
}

function followed(name: string, rest: number, isOrdinal: boolean): string {
  if (rest > 0) return name + words(rest, true, isOrdinal)
  return isOrdinal ? `${name}th` : name
}

const valueOfWord = new Map<string, number>()
small.forEach((word, index) => valueOfWord.set(word.toLowerCase(), index))
smallOrdinals.forEach((word, index) => valueOfWord.set(word.toLowerCase(), index))
tens.forEach((word, index) => {
  valueOfWord.set(word.toLowerCase(), (index + 2) * 10)
  valueOfWord.set(`${word.toLowerCase().slice(0, -1)}ieth`, (index + 2) * 10)
})
valueOfWord.set('hundredth', 100)
magnitudes.forEach((word, index) => {
  valueOfWord.set(word.toLowerCase(), 10 ** ((index + 1) * 3))
  valueOfWord.set(`${word.toLowerCase()}th`, 10 ** ((index + 1) * 3))
})

/** Every word that a number may consist of: for patterns. */
export const numberWords: readonly string[] = [...valueOfWord.keys()]

/** @returns NaN for words that are none of a number's. */
export function fromWords(text: string): number {
  const segments = [0]
  for (const part of text.split(/,\s|\sand\s|[\s\\-]/)) {
    const value = valueOfWord.get(part) ?? NaN
    if (value < 100) {
      let top = segments.pop()!
      if (top >= 1000) {
        segments.push(top)
        top = 0
      }
      segments.push(top + value)
    } else {
      segments.push(segments.pop()! * value)
    }
  }
  return segments.reduce((sum, each) => sum + each, 0)
}
