/** Makes something when it is first asked for, and keeps it; what it was made from is let go. */
export function once<Value>(make: () => Value): () => Value {
  let maker: (() => Value) | undefined = make
  let value: Value
  return () => {
    if (maker) {
      value = maker()
      maker = undefined
    }
    return value
  }
}
