/** The parts of a moment in UTC, by the letter that date pictures have for them. */
const millisecondsOfDay = 86_400_000

const components: Readonly<Record<string, (date: Date) => number>> = {
  Y: (date) => date.getUTCFullYear(),
  M: (date) => date.getUTCMonth() + 1,
  D: (date) => date.getUTCDate(),
  d: (date) => (startOfDay(date) - Date.UTC(date.getUTCFullYear(), 0)) / millisecondsOfDay + 1,
  F: (date) => (date.getUTCDay() === 0 ? 7 : date.getUTCDay()),
  W: (date) => weekIn(date, { year: date.getUTCFullYear(), month: 0 }, 12, 52),
  w: (date) => weekIn(date, { year: date.getUTCFullYear(), month: date.getUTCMonth() }, 1, 4),
  X: weekYear,
  x: weekMonth,
  H: (date) => date.getUTCHours(),
  h: (date) => (date.getUTCHours() % 12 === 0 ? 12 : date.getUTCHours() % 12),
  m: (date) => date.getUTCMinutes(),
  s: (date) => date.getUTCSeconds(),
  f: (date) => date.getUTCMilliseconds(),
}

/** How a component of a moment is read; NaN of those that are no number. */
export function componentReader(component: string): (date: Date) => number {
  return components[component] ?? (() => NaN)
}

export function componentOf(date: Date, component: string): number {
  return componentReader(component)(date)
}

interface Month {
  year: number
  /** From 0; beyond 11 it runs into the next years. */
  month: number
}

function later({ year, month }: Month, months: number): Month {
  const total = year * 12 + month + months
  return { year: Math.floor(total / 12), month: ((total % 12) + 12) % 12 }
}

function startOfDay(date: Date): number {
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
}

/** ISO 8601: weeks start on Monday, and the first is the one with the first Thursday; XPath says the same of the weeks of a month. */
function startOfFirstWeek({ year, month }: Month): number {
  const first = Date.UTC(year, month)
  const weekday = new Date(first).getUTCDay() || 7
  return weekday > 4 ? first + (8 - weekday) * millisecondsOfDay : first - (weekday - 1) * millisecondsOfDay
}

/** The number of the week in a year (12 months) or a month; days at its edges belong to the neighbour's weeks. */
function weekIn(date: Date, start: Month, months: number, fullWeeks: number): number {
  const today = Date.UTC(start.year, date.getUTCMonth(), date.getUTCDate())
  const week = weeksBetween(startOfFirstWeek(start), today)
  if (week > fullWeeks && today >= startOfFirstWeek(later(start, months))) return 1
  if (week < 1) return Math.floor(weeksBetween(startOfFirstWeek(later(start, -months)), today))
  return Math.floor(week)
}

function weeksBetween(start: number, end: number): number {
  return (end - start) / (millisecondsOfDay * 7) + 1
}

function weekYear(date: Date): number {
  const year = date.getUTCFullYear()
  if (date.getTime() < startOfFirstWeek({ year, month: 0 })) return year - 1
  return date.getTime() >= startOfFirstWeek({ year: year + 1, month: 0 }) ? year + 1 : year
}

function weekMonth(date: Date): number {
  const month = { year: date.getUTCFullYear(), month: date.getUTCMonth() }
  const next = later(month, 1)
  if (date.getTime() < startOfFirstWeek(month)) return later(month, -1).month + 1
  return (date.getTime() >= startOfFirstWeek(next) ? next.month : month.month) + 1
}
