const weightOf = (box) => {
  let sum = 0
  for (const item of box.items) sum += item.weight * item.count
  return sum
}
const weightOfAll = (boxes) => {
  let sum = 0
  for (const box of boxes) for (const item of box.items) sum += item.weight * item.count
  return sum
}
const oneOrMany = (list) => (list.length > 1 ? list : list[0])

export default function map({ id, trucks, stops }) {
  const boxes = trucks.flatMap((truck) => truck.pallets.flatMap((pallet) => pallet.boxes))
  const open = stops.filter((stop) => !stop.done).map((stop) => stop.city)
  return {
    id,
    total: weightOfAll(boxes),
    boxes: boxes.length,
    heaviest: boxes.toSorted((left, right) => weightOf(right) - weightOf(left))[0].label,
    labels: boxes
      .filter((box) => box.fragile)
      .map((box) => box.label)
      .join(' '),
    byTruck: oneOrMany(
      trucks.map((truck) => ({
        plate: truck.plate,
        pallets: truck.pallets.length,
        weight: weightOfAll(truck.pallets.flatMap((pallet) => pallet.boxes)),
      })),
    ),
    stops: oneOrMany(stops.toSorted((left, right) => right.priority - left.priority).map((stop) => stop.city)),
    route: stops.map((stop) => stop.city).join(' > '),
    open: oneOrMany(open),
    late: stops.filter((stop) => stop.delay > 10).length,
    skus: oneOrMany([...new Set(boxes.flatMap((box) => box.items.map((item) => item.sku)))]),
    trucks: trucks
      .toSorted((left, right) => (left.plate < right.plate ? -1 : 1))
      .map((truck) => ({
        plate: truck.plate,
        pallets: truck.pallets.map((pallet) => ({
          code: pallet.code,
          weight: weightOfAll(pallet.boxes),
          labels: oneOrMany(pallet.boxes.map((box) => box.label)),
        })),
      })),
  }
}
