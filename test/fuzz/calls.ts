import type { ArgumentWriter } from './expressions.ts'
import type { Kind } from './wishes.ts'

interface Call {
  name: string
  given: string[]
}

type MakeCall = (writer: ArgumentWriter) => Call

/** A call with arguments of these kinds; those behind `|` may be left out. */
function call(name: string, ...kinds: (Kind | '|')[]): MakeCall {
  return ({ random, value }) => {
    const optional = kinds.indexOf('|')
    const needed = (optional < 0 ? kinds : kinds.slice(0, optional)) as Kind[]
    const more = (optional < 0 ? [] : kinds.slice(optional + 1)) as Kind[]
    return { name, given: [...needed, ...more.slice(0, random.below(more.length + 1))].map((kind) => value(kind)) }
  }
}

function written(name: string, given: (writer: ArgumentWriter) => string[]): MakeCall {
  return (writer) => ({ name, given: given(writer) })
}

const widths = ['0', '3', '-3', '8', '-8', '1.7']
const datePictures = [
  '[Y0001]-[M01]-[D01]',
  '[D1o] [MNn] [Y]',
  '[H01]:[m01]:[s01].[f001]',
  '[h]:[m] [P]',
  '[FNn], [D]/[M]/[Y,2-2]',
  'W[W01] [x]',
  '[Z] [z]',
  '[YI] [MA] [Dw]',
  '[[escaped]] [Y]',
  '[M',
  '[q]',
  '[d001] [X0001]-W[W01]-[F1]',
  '[Y]-[M]-[D]T[H]:[m]:[s]',
]
const numberPictures = [
  '#,##0.00',
  '0',
  '000.000',
  '#',
  '0%',
  '0‰',
  '0.0e0',
  '#0;(#0)',
  '##,##,#0',
  "'x'0",
  '0.',
  'a',
  '#.#,#',
  '00.##e00',
  '',
]
const integerPictures = ['0', '000', '#,##0', 'w', 'W', 'Ww', 'I', 'i', 'A', 'a', '1;o', 'w;o', 'Ww;o', '###,###', '١', 'x', '']
const dates = ['2024-02-29T10:15:30.000Z', '2017-10-28', '2018-04', '12:30', '29/2/24', 'no date', '2024-W05', '1st March 2020', '']

const number: MakeCall[] = [
  call('sum', 'numbers'),
  call('max', 'numbers'),
  call('min', 'numbers'),
  call('average', 'numbers'),
  call('count', 'any'),
  call('abs', 'number'),
  call('floor', 'number'),
  call('ceil', 'number'),
  written('round', ({ value, random }) => [
    value('number'),
    ...(random.chance(0.6) ? [random.pick(['0', '1', '2', '-1', '-2', '15'])] : []),
  ]),
  call('power', 'number', 'number'),
  call('sqrt', 'number'),
  call('number', 'any'),
  call('number', 'text'),
  call('length', 'text'),
  written('parseInteger', ({ value, random, text }) => [
    random.chance(0.4)
      ? value('text')
      : text(random.pick(['12', '1,234', 'twelve', 'XIV', 'b', 'Twenty-first', '3rd', '-5', 'one hundred and two'])),
    text(random.pick(integerPictures)),
  ]),
  written('toMillis', ({ value, random, text }) => [
    random.chance(0.3) ? value('text') : text(random.pick(dates)),
    ...(random.chance(0.6) ? [text(random.pick(datePictures))] : []),
  ]),
  call('millis'),
  call('random'),
  written('reduce', ({ value, lambda, random }) => [
    value('numbers'),
    lambda(random.pick<Kind[]>([['number', 'number'], ['number', 'number', 'number'], ['number']]), 'number'),
    ...(random.chance(0.5) ? [value('number')] : []),
  ]),
]

const text: MakeCall[] = [
  call('string', 'any', '|', 'boolean'),
  written('substring', ({ value, random }) => [value('text'), random.pick(widths), ...(random.chance(0.5) ? [random.pick(widths)] : [])]),
  call('substringBefore', 'text', 'text'),
  call('substringAfter', 'text', 'text'),
  call('uppercase', 'text'),
  call('lowercase', 'text'),
  call('trim', 'text'),
  written('pad', ({ value, random, text }) => [
    value('text'),
    random.pick(widths),
    ...(random.chance(0.4) ? [text(random.pick(['#', 'ab', '', '😀']))] : []),
  ]),
  call('join', 'texts', '|', 'text'),
  written('replace', ({ value, random, regex, lambda, text }) => [
    value('text'),
    random.chance(0.6) ? regex() : value('text'),
    random.weighted<() => string>([
      [3, () => text(random.pick(['x', '', '$1', '$0-$0', '$$', '$2$1', '$10', '$x', '[$1]']))],
      [1, () => lambda(['object'], 'text')],
      [1, () => 'function($m){ $m.match & "!" }'],
    ])(),
    ...(random.chance(0.2) ? [random.pick(['0', '1', '2', '-1', '1.5'])] : []),
  ]),
  call('base64encode', 'text'),
  call('base64decode', 'text'),
  call('encodeUrl', 'text'),
  call('encodeUrlComponent', 'text'),
  call('decodeUrl', 'text'),
  call('decodeUrlComponent', 'text'),
  written('formatNumber', ({ value, random, text }) => [
    value('number'),
    text(random.pick(numberPictures)),
    ...(random.chance(0.15)
      ? [random.pick(['{"decimal-separator": ","}', '{"minus-sign": "~"}', '{"zero-digit": "٠"}', '{"grouping-separator": "."}'])]
      : []),
  ]),
  written('formatBase', ({ value, random }) => [
    value('number'),
    ...(random.chance(0.8) ? [random.pick(['2', '16', '36', '10', '1', '37', '2.5'])] : []),
  ]),
  written('formatInteger', ({ value, random, text }) => [value('number'), text(random.pick(integerPictures))]),
  written('fromMillis', ({ value, random, text }) => [
    random.chance(0.5) ? random.pick(['1709201730000', '0', '-1', '1e12', '1521801216617']) : value('number'),
    ...(random.chance(0.7) ? [text(random.pick(datePictures))] : []),
    ...(random.chance(0.3) ? [random.pick(['"+0530"', '"-0100"', '"z"', '"0000"'])] : []),
  ]),
  written('now', ({ random, text }) => (random.chance(0.4) ? [text(random.pick(datePictures))] : [])),
  call('type', 'any'),
  written('error', ({ value, random }) => (random.chance(0.5) ? [value('text')] : [])),
]

const boolean: MakeCall[] = [
  call('boolean', 'any'),
  call('not', 'any'),
  call('exists', 'any'),
  written('contains', ({ value, regex, random }) => [value('text'), random.chance(0.5) ? regex() : value('text')]),
  written('assert', ({ value, random, text }) => [value('boolean'), ...(random.chance(0.5) ? [text('must hold')] : [])]),
]

const list: MakeCall[] = [
  call('append', 'list', 'list'),
  call('reverse', 'list'),
  call('shuffle', 'list'),
  call('distinct', 'list'),
  written('zip', ({ value, random }) => [value('list'), ...random.times(2, () => value('list'))]),
  call('keys', 'object'),
  call('keys', 'objects'),
  call('spread', 'objects'),
  written('split', ({ value, random, regex }) => [
    value('text'),
    random.chance(0.5) ? regex() : value('text'),
    ...(random.chance(0.25) ? [random.pick(['0', '1', '2', '-1', '1.5'])] : []),
  ]),
  written('match', ({ value, random, regex }) => [
    value('text'),
    regex(),
    ...(random.chance(0.25) ? [random.pick(['0', '1', '2', '-1'])] : []),
  ]),
  written('map', ({ value, lambda, random }) => [
    value('list'),
    random.chance(0.8)
      ? lambda(random.pick<Kind[]>([['any'], ['any', 'number'], ['any', 'number', 'list'], []]), 'any')
      : value('function'),
  ]),
  written('filter', ({ value, lambda, random }) => [
    value('list'),
    random.chance(0.85) ? lambda(random.pick<Kind[]>([['any'], ['any', 'number']]), 'boolean') : value('function'),
  ]),
  written('sort', ({ value, random }) => [
    value(random.pick<Kind>(['numbers', 'texts', 'list'])),
    ...(random.chance(0.5)
      ? [random.pick(['function($l, $r){ $l > $r }', 'function($l, $r){ $string($l) < $string($r) }', 'function($l){ false }'])]
      : []),
  ]),
  written('each', ({ value, lambda, random }) => [
    value('object'),
    lambda(random.pick<Kind[]>([['any', 'text'], ['any'], ['any', 'text', 'object']]), 'any'),
  ]),
  call('lookup', 'objects', 'text'),
]

const object: MakeCall[] = [
  call('merge', 'objects'),
  written('sift', ({ value, lambda, random }) => [
    value('object'),
    lambda(random.pick<Kind[]>([['any', 'text'], ['any'], ['any', 'text', 'object']]), 'boolean'),
  ]),
  written('single', ({ value, lambda, random }) => [
    value('list'),
    ...(random.chance(0.8) ? [lambda(random.pick<Kind[]>([['any'], ['any', 'number']]), 'boolean')] : []),
  ]),
  call('lookup', 'object', 'text'),
  call('merge', 'object'),
  call('clone', 'object'),
]

/** Calls of built-in functions, by what they give. */
export const calls: Record<Exclude<Kind, 'any' | 'function'>, MakeCall[]> = {
  number,
  text,
  boolean,
  list,
  numbers: [
    ...list,
    call('append', 'numbers', 'numbers'),
    call('sort', 'numbers'),
    call('distinct', 'numbers'),
    call('reverse', 'numbers'),
  ],
  texts: [...list, call('append', 'texts', 'texts'), call('sort', 'texts'), call('keys', 'object'), call('split', 'text', 'text')],
  object,
  objects: [...list, call('append', 'objects', 'objects'), call('spread', 'object'), call('sort', 'objects')],
}
