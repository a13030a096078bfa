import type { Value } from '../store/row.ts'
import type { Rows } from './setup.ts'

/** ISO 3166 alpha-2. */
const countryCodes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'

/** ISO 4217 in use, without the local currency. */
const currencyCodes =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW'

/** Without a fraction: amounts are rounded to whole units. */
const whole = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '))

/** Units of the currency, and what they are worth in GBP. */
const rates: Readonly<Record<string, readonly [amount: number, value: number]>> = {
  EUR: [1, 0.6458],
  USD: [100, 64.8824],
  DKK: [100, 11.68],
  SEK: [100, 9.8965],
  NOK: [100, 10.2609],
  CHF: [100, 54.3424],
}

const symbols: Readonly<Record<string, string>> = { EUR: '€', USD: '$', JPY: '¥', DKK: 'kr', SEK: 'kr', NOK: 'kr' }

function namesOf(type: 'region' | 'currency', codes: string, longest: number): [code: string, name: string][] {
  const names = new Intl.DisplayNames(['en'], { type })
  return codes.split(' ').map((code) => [code, (names.of(code) ?? code).slice(0, longest)])
}

/** Countries, currencies, and the rates of the second day of the year three years before `year`. */
export function countriesAndCurrencies(year: number): Rows[] {
  return [
    {
      table: 'Country/Region',
      fields: ['Code', 'Name', 'Address Format'],
      rows: namesOf('region', countryCodes, 50).map(([code, name]): Value[] => [code, name, 'City+Post Code']),
    },
    {
      table: 'Currency',
      fields: [
        'Code',
        'Description',
        'Symbol',
        'Amount Decimal Places',
        'Amount Rounding Precision',
        'Invoice Rounding Precision',
        'Unit-Amount Rounding Precision',
      ],
      rows: namesOf('currency', currencyCodes, 30).map(([code, name]): Value[] =>
        whole.has(code) ? [code, name, symbols[code] ?? '', '0:0', 1, 1, 1] : [code, name, symbols[code] ?? '', '2:2', 0.01, 0.01, 0.001],
      ),
    },
    {
      table: 'Currency Exchange Rate',
      fields: ['Currency Code', 'Starting Date', 'Exchange Rate Amount', 'Relational Exch. Rate Amount', 'Relational Currency Code'],
      rows: Object.entries(rates).map(([code, [amount, value]]): Value[] => [code, `${year - 3}-01-02`, amount, value, '']),
    },
  ]
}
