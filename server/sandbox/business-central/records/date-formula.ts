import { cannotEvaluate } from '../refusal.ts'

const unitDays: Record<string, number> = { D: 1, W: 7 }
const unitMonths: Record<string, number> = { M: 1, Q: 3, Y: 12 }

/** `1M`, `<14D>`, `CM+10D`: terms that move a date, or (with C) go to the end of its period. */
const formula = /^<?([+-]?(\d+[DWMQY]|C[DWMQY]))+>?$/i

export function checkDateFormula(text: string): void {
  if (text.trim() !== '' && !formula.test(text.trim())) throw cannotEvaluate(text, 'DateFormula')
}

/** @returns `yyyy-MM-dd` */
export function addFormula(date: string, text: string): string {
  let moved = new Date(`${date}T00:00:00Z`)
  for (const [, sign, current, count, unit] of text.toUpperCase().matchAll(/([+-]?)(?:(C)|(\d+))([DWMQY])/g)) {
    if (current) moved = endOf(moved, unit!)
    else moved = add(moved, (sign === '-' ? -1 : 1) * Number(count), unit!)
  }
  return moved.toISOString().slice(0, 10)
}

function add(date: Date, count: number, unit: string): Date {
  const months = unitMonths[unit]
  if (months === undefined) return new Date(date.getTime() + count * unitDays[unit]! * 86_400_000)
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count * months, 1))
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  target.setUTCDate(Math.min(date.getUTCDate(), last))
  return target
}

function endOf(date: Date, unit: string): Date {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  if (unit === 'D') return date
  if (unit === 'W') return new Date(date.getTime() + ((7 - (date.getUTCDay() || 7)) % 7) * 86_400_000)
  if (unit === 'M') return new Date(Date.UTC(year, month + 1, 0))
  return unit === 'Q' ? new Date(Date.UTC(year, month - (month % 3) + 3, 0)) : new Date(Date.UTC(year, 12, 0))
}
