import type { Entity, Property } from '../contract/entity.ts'
import { encodeMember } from '../contract/enum.ts'
import type { Contract } from '../contract/load.ts'

const namespace = 'Microsoft.NAV'

/** An action that stands on its own: a procedure of a codeunit that is published as a web service. */
export interface UnboundAction {
  name: string
  parameters: readonly { name: string; edm: string; maxLength?: number }[]
}

/** The description of one root: what its schemas say, as EDMX. */
export function describeContract(contract: Contract, unbound: readonly UnboundAction[] = []): string {
  const entities = [...contract.entities.values()]
  const enums = new EnumTypes()
  const types = entities.map((entity) => entityType(entity, contract, enums))
  const complexTypes = [...contract.complexTypes.values()].filter((type) => usesType(entities, type.name, contract))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>',
    `<Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">`,
    ...complexTypes.map(
      (type) =>
        `<ComplexType Name="${type.name}">${[...type.properties.values()].map((each) => property(each, type, enums)).join('')}</ComplexType>`,
    ),
    ...types,
    ...enums.describe(),
    ...entities.flatMap(boundActions),
    ...unbound.map(
      (action) =>
        `<Action Name="${xml(action.name)}">${action.parameters
          .map(
            (each) => `<Parameter Name="${xml(each.name)}" Type="${each.edm}"${each.maxLength ? ` MaxLength="${each.maxLength}"` : ''}/>`,
          )
          .join('')}</Action>`,
    ),
    '<EntityContainer Name="NAV">',
    ...entities.map((entity) => entitySet(entity, contract)),
    ...unbound.map((action) => `<ActionImport Name="${xml(action.name)}" Action="${namespace}.${xml(action.name)}"/>`),
    '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n')
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function usesType(entities: readonly Entity[], name: string, contract: Contract): boolean {
  const uses = (owner: Entity) => [...owner.properties.values()].some(({ $ref, items }) => $ref === name || items?.$ref === name)
  return entities.some(uses) || [...contract.complexTypes.values()].some((type) => type.name !== name && uses(type))
}

function entityType(entity: Entity, contract: Contract, enums: EnumTypes): string {
  const key = entity.key.filter((name) => entity.properties.has(name))
  const navigation = [...entity.navigation.values()].flatMap(({ name, target, many }) => {
    const type = contract.entities.get(target)?.name
    if (!type) return []
    const full = `${namespace}.${type}`
    return [`<NavigationProperty Name="${name}" Type="${many ? `Collection(${full})` : full}"/>`]
  })
  return [
    `<EntityType Name="${entity.name}">`,
    key.length > 0 ? `<Key>${key.map((name) => `<PropertyRef Name="${name}"/>`).join('')}</Key>` : '',
    ...[...entity.properties.values()].map((each) => property(each, entity, enums)),
    ...navigation,
    '</EntityType>',
  ].join('')
}

function property(each: Property, owner: Entity, enums: EnumTypes): string {
  const isKey = owner.key.includes(each.name)
  const length = each.maxLength === undefined ? '' : ` MaxLength="${each.maxLength}"`
  const scale = each.edm === 'Edm.Decimal' ? ' Scale="Variable"' : ''
  const notes = [
    ...(each.code ? ['<Annotation Term="NAV.NavType" String="Code"/>'] : []),
    ...(each.readOnly
      ? [
          `<Annotation Term="NAV.AllowEdit" Bool="false"/><Annotation Term="NAV.AllowEditOnCreate" Bool="${each.settableOnInsert === true}"/>`,
        ]
      : []),
  ]
  const head = `<Property Name="${each.name}" Type="${edmType(each, enums)}"${isKey ? ' Nullable="false"' : ''}${length}${scale}`
  return notes.length > 0 ? `${head}>${notes.join('')}</Property>` : `${head}/>`
}

function edmType(each: Property, enums: EnumTypes): string {
  if (each.items) return `Collection(${namespace}.${each.items.$ref})`
  if (each.$ref) return `${namespace}.${each.$ref}`
  if (each.edm === 'Enum') return `${namespace}.${enums.nameOf(each)}`
  return each.edm === 'unknown' ? 'Edm.String' : each.edm
}

function boundActions(entity: Entity): string[] {
  return (entity.schema.actions ?? []).map(({ name, parameters }) => {
    const rest = parameters.map((each) => {
      const [parameter = '', type = 'String'] = each.split(':')
      return `<Parameter Name="${parameter}" Type="Edm.${type === 'DateTime' ? 'DateTimeOffset' : type}"/>`
    })
    const bound = `<Parameter Name="bindingParameter" Type="${namespace}.${entity.name}"/>`
    return `<Action Name="${name.slice(namespace.length + 1)}" IsBound="true">${bound}${rest.join('')}</Action>`
  })
}

function entitySet(entity: Entity, contract: Contract): string {
  const bindings = [...entity.navigation.values()].filter(({ target }) => contract.entities.has(target))
  const inner = bindings.map(({ name, target }) => `<NavigationPropertyBinding Path="${name}" Target="${target}"/>`).join('')
  return `<EntitySet Name="${entity.set}" EntityType="${namespace}.${entity.name}">${inner}</EntitySet>`
}

/** One type for each enum name; two lists under one name become two types. */
class EnumTypes {
  readonly #types = new Map<string, readonly string[]>()

  nameOf({ enumName, name, enum: members = [] }: Property): string {
    const base = encodeMember((enumName ?? name).replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())).replace(/^./, (letter) =>
      letter.toLowerCase(),
    )
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? base : `${base}${count}`
      const known = this.#types.get(candidate)
      if (known && known.join() !== members.join()) continue
      this.#types.set(candidate, members)
      return candidate
    }
  }

  describe(): string[] {
    return [...this.#types].map(
      ([name, members]) =>
        `<EnumType Name="${name}">${members.map((member, value) => `<Member Name="${member}" Value="${value}"/>`).join('')}</EnumType>`,
    )
  }
}
