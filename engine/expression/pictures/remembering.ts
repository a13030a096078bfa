import { checkPicture } from '../runtime/meter.ts'

const rememberAtMost = 500

/** A function of a text that keeps its latest results: pictures are few and come again with every record. */
export function remembering<Result>(make: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    checkPicture(text)
    let result = known.get(text)
    if (result === undefined) {
      result = make(text)
      if (known.size >= rememberAtMost) known.delete(known.keys().next().value!)
      known.set(text, result)
    }
    return result
  }
}
