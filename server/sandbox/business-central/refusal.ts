/**
 * An error as Business Central answers it: HTTP status, the code that clients match on, and the text of its English build.
 * Codes and texts: the public error reference and the labels of the application; `[seen]` ones come from users' reports.
 */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
  }
}

const bad = (code: string, message: string) => new Refusal(400, code, message)

/** AL `Error()`: most business rules. */
export const dialog = (message: string) => bad('Application_DialogException', message)

/** AL `TestField`. */
export const fieldValidation = (message: string) => bad('Application_FieldValidationException', message)

export const mustHaveValue = (field: string, table: string, key: string) =>
  fieldValidation(`${field} must have a value in ${table}: ${key}. It cannot be zero or empty.`)

export const badRequest = (message: string) => bad('BadRequest', message)

export const unknownProperty = (name: string, type: string) =>
  badRequest(
    `The property '${name}' does not exist on type 'Microsoft.NAV.${type}'. Make sure to only use property names that are defined by the type.`,
  )

export const cannotConvert = (literal: string, type: string) =>
  badRequest(
    type === 'Edm.Date'
      ? `Unable to convert value to Date. Cannot convert the literal '${literal}' to the expected type 'Edm.Date'.`
      : `Cannot convert the literal '${literal}' to the expected type '${type}'.`,
  )

export const invalidBody = () => badRequest('Invalid Request Body')

export const readOnlyControl = (name: string) => bad('BadRequest_InvalidOperation', `Control '${name}' is read-only.`)

export const mustNotBeBlank = (name: string) => bad('BadRequest_RequiredParamNotProvided', `Field '${name}' must not be blank or empty.`)

export const notAnOption = (value: string, captions: readonly string[]) =>
  bad('Unknown', `'${value}' is not an option. The existing options are: ${captions.join(',')}`)

export const tooLong = (value: string, maximum: number) =>
  bad(
    'Application_StringExceededLength',
    `The length of the string is ${value.length}, but it must be less than or equal to ${maximum} characters. Value: ${value}`,
  )

export const cannotEvaluate = (value: string, type: string) =>
  bad('Application_EvaluateException', `The value "${value}" cannot be evaluated into type ${type}.`)

export const invalidFilter = (value: string, field: string, table: string, reason: string) =>
  bad('Application_FilterErrorException', `The filter "='${value}'" is not valid for the ${field} field on the ${table} table. ${reason}`)

export const invalidToken = () =>
  bad(
    'BadRequest_InvalidToken',
    'Could not validate the client concurrency token required by the service. Please provide a valid token in the client request.',
  )

export const entityChanged = () => new Refusal(409, 'Request_EntityChanged', 'Another user has already changed the record.')

/** The key in the brackets leads to nothing, or is no key at all. */
export const keyNotFound = () => new Refusal(404, 'BadRequest_NotFound', 'Bad Request - Error in query syntax.')

export const segmentNotFound = (segment: string) =>
  new Refusal(404, 'BadRequest_ResourceNotFound', `Resource not found for the segment '${segment}'.`)

export const invalidUrl = (message: string) => bad('BadRequest_InvalidRequestUrl', message)

/** The code behind a page asks the user something, and there is none. */
export const callbackNotAllowed = (question: string) =>
  bad(
    'Application_CallbackNotAllowed',
    `Microsoft Dynamics 365 Business Central Server attempted to issue a client callback to show a confirmation dialog box: ${question}`,
  )

export const methodNotAllowed = (method: string, name: string, kind: 'Entity' | 'Collection' = 'Entity') =>
  new Refusal(
    405,
    'BadRequest_MethodNotAllowed',
    `'${method}' requests for '${name}' of EdmType '${kind}' are not allowed within Microsoft Dynamics NAV OData web services.`,
  )

export const notImplemented = (message: string) => new Refusal(501, 'BadRequest_MethodNotImplemented', message)

/** The caller's permission sets leave the table out. */
export const missingPermission = (table: string, permission: string) =>
  bad(
    'Internal_ServerError',
    `Sorry, the current permissions prevented the action. You do not have the following permissions on TableData ${table}: ${permission}.`,
  )

type KeyValues = readonly (readonly [field: string, value: string | number])[]

const identification = (key: KeyValues) =>
  key.map(([field, value]) => `${field}='${typeof value === 'number' ? value.toLocaleString('en-US') : value}'`).join(',')

export const recordNotFound = (table: string, key: KeyValues) =>
  bad('Internal_RecordNotFound', `The ${table} does not exist. Identification fields and values: ${identification(key)}`)

export const sameKeyExists = (table: string, key: KeyValues) =>
  bad('Internal_EntityWithSameKeyExists', `The ${table} already exists. Identification fields and values: ${identification(key)}`)

export const nothingWithinFilter = (table: string) => bad('Internal_DataNotFoundFilter', `There is no ${table} within the filter.`)

export const invalidRelation = (field: string, table: string, value: string, related: string) =>
  bad(
    'Internal_InvalidTableRelation',
    `The field ${field} of table ${table} contains a value (${value}) that cannot be found in the related table (${related}).`,
  )

export const companyNotFound = () =>
  new Refusal(
    404,
    'Internal_CompanyNotFound',
    'Cannot process the request because the default company cannot be found. You can specify a default company in the service configuration file, or specify one for each tenant, or you can add a query string in the form of "company=[name]". You can see the available companies by accessing the default OData web service, Company.',
  )
