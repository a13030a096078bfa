import { Recent } from '../../recent.ts'
import { checkPicture } from '../runtime/meter.ts'

/** A function of a text that keeps its latest results: pictures are few and come again with every record. */
export function remembering<Result extends {}>(make: (text: string) => Result): (text: string) => Result {
  const known = new Recent<string, Result>(250)
  return (text) => {
    checkPicture(text)
    return known.get(text) ?? known.set(text, make(text))
  }
}
