import type { BuiltIn } from './definition.ts'
import { string } from './string.ts'
import { length } from './length.ts'
import { substring } from './substring.ts'
import { substringBefore } from './substring-before.ts'
import { substringAfter } from './substring-after.ts'
import { uppercase } from './uppercase.ts'
import { lowercase } from './lowercase.ts'
import { trim } from './trim.ts'
import { pad } from './pad.ts'
import { contains } from './contains.ts'
import { split } from './split.ts'
import { join } from './join.ts'
import { match } from './match.ts'
import { replace } from './replace.ts'
import { base64encode } from './base64encode.ts'
import { base64decode } from './base64decode.ts'
import { encodeUrlComponent } from './encode-url-component.ts'
import { encodeUrl } from './encode-url.ts'
import { decodeUrlComponent } from './decode-url-component.ts'
import { decodeUrl } from './decode-url.ts'
import { number } from './number.ts'
import { abs } from './abs.ts'
import { floor } from './floor.ts'
import { ceil } from './ceil.ts'
import { round } from './round.ts'
import { power } from './power.ts'
import { sqrt } from './sqrt.ts'
import { random } from './random.ts'
import { formatNumber } from './format-number.ts'
import { formatBase } from './format-base.ts'
import { formatInteger } from './format-integer.ts'
import { parseInteger } from './parse-integer.ts'
import { sum } from './sum.ts'
import { max } from './max.ts'
import { min } from './min.ts'
import { average } from './average.ts'
import { boolean } from './boolean.ts'
import { not } from './not.ts'
import { exists } from './exists.ts'
import { count } from './count.ts'
import { append } from './append.ts'
import { sort } from './sort.ts'
import { reverse } from './reverse.ts'
import { shuffle } from './shuffle.ts'
import { distinct } from './distinct.ts'
import { zip } from './zip.ts'
import { keys } from './keys.ts'
import { lookup } from './lookup.ts'
import { spread } from './spread.ts'
import { merge } from './merge.ts'
import { sift } from './sift.ts'
import { each } from './each.ts'
import { error } from './error.ts'
import { assert } from './assert.ts'
import { type } from './type.ts'
import { clone } from './clone.ts'
import { now } from './now.ts'
import { millis } from './millis.ts'
import { fromMillis } from './from-millis.ts'
import { toMillis } from './to-millis.ts'
import { map } from './map.ts'
import { filter } from './filter.ts'
import { single } from './single.ts'
import { reduce } from './reduce.ts'
import { table } from './table.ts'
import { normalise } from './normalise.ts'
import { date } from './date.ts'
import { json } from './json.ts'
import { splitText } from './split-text.ts'
import { money } from './money.ts'
import { allocate } from './allocate.ts'

/** Every function of the language, by name. */
export const builtIns: ReadonlyMap<string, BuiltIn> = new Map(
  [
    string,
    length,
    substring,
    substringBefore,
    substringAfter,
    uppercase,
    lowercase,
    trim,
    pad,
    contains,
    split,
    join,
    match,
    replace,
    base64encode,
    base64decode,
    encodeUrlComponent,
    encodeUrl,
    decodeUrlComponent,
    decodeUrl,
    number,
    abs,
    floor,
    ceil,
    round,
    power,
    sqrt,
    random,
    formatNumber,
    formatBase,
    formatInteger,
    parseInteger,
    sum,
    max,
    min,
    average,
    boolean,
    not,
    exists,
    count,
    append,
    sort,
    reverse,
    shuffle,
    distinct,
    zip,
    keys,
    lookup,
    spread,
    merge,
    sift,
    each,
    error,
    assert,
    type,
    clone,
    now,
    millis,
    fromMillis,
    toMillis,
    map,
    filter,
    single,
    reduce,
    table,
    normalise,
    date,
    json,
    splitText,
    money,
    allocate,
  ].map((each: BuiltIn) => [each.name, each]),
)
