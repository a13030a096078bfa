import { relateContact } from '../records/masters.ts'
import { nextNumber } from '../records/number-series.ts'
import type { Context } from '../records/context.ts'
import type { Store } from '../store/store.ts'
import { contextOf, newStore, type Company } from '../service/company.ts'
import { countriesAndCurrencies } from './countries.ts'
import { makeDocuments } from './documents.ts'
import { masters } from './masters.ts'
import { setup, type Rows } from './setup.ts'
import { stableGuid } from './stable-guid.ts'

const demoCompanyName = 'CRONUS International Ltd.'

/** A company without data, but for its own record: a tenant has one beside the demo company. */
export function emptyCompany(name: string, clock: () => Date): Company {
  const store = newStore(clock)
  const id = stableGuid('Company', name)
  const row = store.insert(store.create('Company', { name, displayName: name, systemVersion: '29.0.0.0', businessProfileId: '' }, id))
  return { id, name, store, row }
}

/** CRONUS International Ltd. of the W1 build, with the same ids at every start. */
export function demoCompany(clock: () => Date): Company {
  const company = emptyCompany(demoCompanyName, clock)
  const { store } = company
  for (const rows of [...setup, ...masters, ...countriesAndCurrencies(clock().getUTCFullYear())]) insertRows(store, company.name, rows)
  store.insert(
    store.create(
      'Company Information',
      { 'Primary Key': '', Name: company.name, City: 'London', 'Country/Region Code': 'GB', 'Post Code': 'W2 6BD' },
      stableGuid(company.name, 'Company Information'),
    ),
  )
  const user = stableGuid(company.name, 'User', 'ADMIN')
  store.insert(
    store.create(
      'User',
      { userSecurityId: user, 'User Security ID': user, userName: 'ADMIN', displayName: 'Administrator', state: 'Enabled' },
      user,
    ),
  )
  insertContacts(company, contextOf(company, clock()))
  makeDocuments(contextOf(company, clock()))
  return company
}

function insertRows(store: Store, company: string, { table, fields, rows }: Rows): void {
  const key = store.keyFields(table)
  for (const values of rows) {
    const record = Object.fromEntries(fields.map((field, index) => [field, values[index]!]))
    const identity = (key.length > 0 ? key : [fields[0]!]).map((field) => String(record[field] ?? ''))
    store.insert(store.create(table, record, stableGuid(company, table, ...identity)))
  }
}

/** Each customer has a contact of its own and the person that it names. */
function insertContacts(company: Company, context: Context): void {
  const { store } = company
  for (const customer of store.list('Customer')) {
    const number = nextNumber(context, 'Contact')
    const own = {
      'No.': number,
      Type: 'Company',
      Name: customer.text('Name'),
      'Company No.': number,
      'Company Name': customer.text('Name'),
    }
    relateContact(store.insert(store.create('Contact', own, stableGuid(company.name, 'Contact', number))), 'Customer', customer, context)
    const [first = '', last = ''] = customer.text('Contact').split(' ')
    const person = nextNumber(context, 'Contact')
    store.insert(
      store.create(
        'Contact',
        {
          'No.': person,
          Type: 'Person',
          Name: customer.text('Contact'),
          'First Name': first,
          Surname: last,
          'E-Mail': customer.text('E-Mail'),
          'Company No.': number,
          'Company Name': customer.text('Name'),
        },
        stableGuid(company.name, 'Contact', person),
      ),
    )
    store.update(customer.copy().set('Primary Contact No.', person))
  }
}
