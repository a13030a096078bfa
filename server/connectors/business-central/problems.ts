import { defineProblems } from '../../../engine/index.ts'

/**
 * What Business Central refuses, and what a connection to it lacks. The class of a failure follows from status and code alone
 * (refusal.ts); where the text of an answer is recognised it makes the advice more exact, never another class.
 */
export const { catalogue: businessCentralCatalogue, problem: businessCentralProblem } = defineProblems({
  'bc.url-invalid': {
    message: '“%url%” is not the root of a Business Central service',
    cause: 'The address of a connection ends before /api and has neither query nor fragment.',
    hint: 'Write it as https://api.businesscentral.dynamics.com/v2.0/TENANT/ENVIRONMENT, or on-premises as https://HOST:7048/INSTANCE.',
  },
  'bc.url-insecure': {
    message: '“%url%” is not encrypted',
    cause: 'Tokens and keys would travel readable by anybody on the way.',
    hint: 'Use https; http is taken for this machine alone (127.0.0.1, ::1, localhost).',
  },
  'bc.no-token-store': {
    message: 'connection “%connection%” needs tokens of Microsoft Entra ID, and nothing here keeps them',
    hint: 'Run it by the server or the command line of this product; as a library, hand `entra` to the connector.',
    class: 'systemic',
  },
  'bc.route-address-invalid': {
    message: 'route “%route%” has the address “%address%”, which is not one of kind %kind%',
    cause: '%reason%',
    hint: 'api: PUBLISHER/GROUP/VERSION/SET; page: the name of the web service; action: SERVICE_PROCEDURE, or api/v2.0/SET({id})/Microsoft.NAV.ACTION.',
  },
  'bc.placeholder-missing': {
    message: 'the address “%address%” needs a value for {%placeholder%}',
    hint: 'Give it in `at` of the step.',
    class: 'rejected',
  },
  'bc.parent-unclear': {
    message: '“%set%” does not tell below which record “%name%” is meant',
    cause: 'Records of this set stand below others: %parents%.',
    hint: 'Name the parent in `at` by its kind: { %example%: … }.',
    class: 'rejected',
  },
  'bc.value-unfit': {
    message: '“%property%” cannot be asked for by this value: it must be %expected%',
    hint: 'Correct the expression in `match`, or the source record.',
    class: 'rejected',
  },
  'bc.company-unknown': {
    message: 'Business Central has no company “%company%”',
    cause: 'The companies that this identity sees are: %companies%.',
    hint: 'Correct `company` of connection “%connection%”, or ask the administrator to let the user into the company.',
    class: 'systemic',
  },
  'bc.service-off': {
    message: 'the server at %url% offers no %api%',
    cause: 'On-premises the services are off by default, and versions 14 to 16 have no API v2.0.',
    hint: 'Ask the administrator to switch on ODataServicesEnabled and ApiServicesEnabled of the server instance and to run API Setup; for versions 14 to 16 use API v1.0.',
    class: 'systemic',
  },
  'bc.environment-unknown': {
    message: 'there is no environment at %url%',
    cause: '%answer%',
    hint: 'List the environments of the tenant and correct `environment` (or `url`) of connection “%connection%”; ask the administrator whether the identity may enter it.',
    class: 'systemic',
  },
  'bc.tenant-unavailable': {
    message: 'the tenant or the environment at %url% is not available',
    cause: '%answer%',
    hint: 'Check tenant and environment of connection “%connection%”; if they are right, wait for an update of the environment to end or ask its administrator.',
    class: 'systemic',
  },
  'bc.permission-missing': {
    message: 'Business Central does not permit %method% on %resource%',
    cause: '%answer%',
    hint: 'Ask the administrator of Business Central for a permission set that covers %resource%, for the user (or, with client credentials, for the application on page Microsoft Entra Applications).',
    class: 'rejected',
  },
  'bc.resource-unknown': {
    message: 'Business Central has no %resource% at this address',
    cause: '%answer%',
    hint: 'Check the API version, and for a route its address: an extension that is not installed, or a page that is not published, has none.',
    class: 'rejected',
  },
  'bc.record-gone': {
    message: 'the record of %resource% is not there (any more)',
    cause: '%answer%',
    hint: 'Somebody deleted it, or an id of the source is out of date. Replay the record once that is clear.',
    class: 'rejected',
  },
  'bc.operation-not-offered': {
    message: 'Business Central does not offer %method% on %resource%',
    cause: '%answer%',
    hint: 'Use another step, or a route of your installation.',
    class: 'rejected',
  },
  'bc.body-refused': {
    message: 'Business Central refused the request to %resource%: %answer%',
    cause: 'The request does not have the form that the entity asks for.',
    hint: 'Correct the mapping of the property that the answer names.',
    class: 'rejected',
  },
  'bc.property-unknown': {
    message: '%resource% has no property “%property%” in this installation',
    cause: 'The installation is older or newer than the schema that the mapping was checked against.',
    hint: 'Remove the field by an overlay, or take the schema of the route from the installation again.',
    class: 'rejected',
  },
  'bc.property-read-only': {
    message: '“%property%” of %resource% is read-only',
    cause: 'Business Central makes this value itself.',
    hint: 'Remove the field, or send the value by a route of your installation.',
    class: 'rejected',
  },
  'bc.value-missing': {
    message: '“%property%” of %resource% must not be blank',
    cause: '%answer%',
    hint: 'Map it, give it a default, or complete the source record.',
    class: 'rejected',
  },
  'bc.value-too-long': {
    message: '“%property%” of %resource% has %length% characters, Business Central takes %limit%',
    cause: 'A longer value is refused, and nothing is cut silently.',
    hint: 'Shorten the source value, or say in the mapping how it is cut: $substring(…, 0, %limit%).',
    class: 'rejected',
  },
  'bc.value-refused': {
    message: 'Business Central refused a value of %resource%: %answer%',
    cause: 'The value has another form than the property takes, or is not one of its options.',
    hint: 'Correct the mapping of “%property%”, or the source record.',
    class: 'rejected',
  },
  'bc.field-refused': {
    message: 'a rule of Business Central for %resource% does not hold: %answer%',
    cause: 'A rule on one field of the record or of what it refers to does not hold.',
    hint: 'Mend in Business Central what the answer names, then replay the record.',
    class: 'rejected',
  },
  'bc.refused': {
    message: 'Business Central refused %resource%: %answer%',
    cause: 'A business rule of Business Central or of an extension says no.',
    hint: 'The answer says which; mend it there or in the mapping, then replay the record.',
    class: 'rejected',
  },
  'bc.dialog-in-code': {
    message: 'the code behind %resource% asks a question of a person, which an interface cannot answer',
    cause: '%answer%',
    hint: 'Ask whoever made the page or the extension to skip the question when GuiAllowed is false.',
    class: 'rejected',
  },
  'bc.reference-not-found': {
    message: '%resource% refers to something that Business Central does not have: %answer%',
    cause: 'The value of “%property%” stands in no record of the table that it refers to.',
    hint: 'Create the missing record in Business Central, or correct the value or the table that translates it.',
    class: 'rejected',
  },
  'bc.vat-pair-missing': {
    message: 'no VAT posting setup for business group “%business%” and product group “%product%”',
    cause: 'Business Central needs the pair as soon as a line has an item.',
    hint: 'Add the pair on page VAT Posting Setup, then replay the record.',
    class: 'rejected',
  },
  'bc.posting-setup-missing': {
    message: 'no general posting setup for business group “%business%” and product group “%product%”',
    cause: 'Business Central needs the pair as soon as a line has an item.',
    hint: 'Add the pair on page General Posting Setup, then replay the record.',
    class: 'rejected',
  },
  'bc.posting-group-missing': {
    message: '%table% “%number%” has no %group%',
    cause: 'A customer or item that came in by an API gets its posting groups from a template only.',
    hint: 'Fill the group in Business Central, set up a template for new records on page API Setup, then replay the record.',
    class: 'rejected',
  },
  'bc.document-released': {
    message: 'document “%number%” is released, so it cannot be changed',
    cause: 'A released or pending document is locked, and no API reopens it.',
    hint: 'Reopen the document in Business Central, then replay the record.',
    class: 'rejected',
  },
  'bc.customer-blocked': {
    message: 'customer “%number%” is blocked (%block%)',
    cause: 'Business Central makes no such document for a blocked customer.',
    hint: 'Clear Blocked on the customer card, then replay the record.',
    class: 'rejected',
  },
  'bc.item-blocked': {
    message: 'item “%number%” is blocked',
    cause: 'Business Central takes no blocked item on a line.',
    hint: 'Clear Blocked on the item card, or order another item, then replay the record.',
    class: 'rejected',
  },
  'bc.exchange-rate-missing': {
    message: 'a currency has no exchange rate at the date of the document',
    cause: '%answer%',
    hint: 'Enter the rate on page Currency Exchange Rates, with a starting date not after the posting date, then replay the record.',
    class: 'rejected',
  },
  'bc.number-series-exhausted': {
    message: 'number series “%series%” has no number left for this date',
    cause: 'The series has ended, or none of its lines has begun yet.',
    hint: 'Add a line with new numbers on page No. Series Lines, then replay the record.',
    class: 'rejected',
  },
  'bc.number-series-closed': {
    message: 'number series “%series%” does not give numbers by itself',
    hint: 'Switch on Default Nos. of the series, or send numbers of your own, then replay the record.',
    class: 'rejected',
  },
  'bc.number-not-ours': {
    message: 'number series “%series%” takes no numbers from outside',
    cause: 'The request carries a number, and the series does not allow manual numbers.',
    hint: 'Remove the number from the mapping, or switch on Manual Nos. of the series.',
    class: 'rejected',
  },
  'bc.record-changed': {
    message: 'somebody else changed the record of %resource% since it was read',
    hint: 'It is read and compared again by itself; if it goes on, look who else changes these records.',
    class: 'conflict',
  },
  'bc.etag-refused': {
    message: 'Business Central did not take the version of the record of %resource% that the change was based on',
    cause: '%answer%',
    hint: 'It is read again by itself.',
    class: 'conflict',
  },
  'bc.same-key-exists': {
    message: 'a record of %resource% with this key is already there',
    cause: '%answer%',
    hint: 'It is looked up and compared by itself.',
    class: 'conflict',
  },
  'bc.body-too-large': {
    message: 'the request to %resource% is larger than Business Central takes',
    hint: 'Send fewer lines, or smaller files.',
    class: 'rejected',
  },
  'bc.server-error': {
    message: 'Business Central failed at %method% on %resource% (%status%)',
    cause: '%answer%',
    hint: 'The record is looked up by its key before anything is sent again. If it goes on, give the correlation id to whoever operates Business Central.',
    class: 'ambiguous',
  },
  'bc.batch-failed': {
    message: 'request %index% of a batch was refused, and whether the others were taken back is looked up',
    cause: 'The requests of a batch hold together or not at all, unless code in Business Central commits in between.',
    hint: 'Nothing of it is sent again before its absence is proved; the problem beside this one says what to mend.',
    class: 'ambiguous',
  },
  'bc.row-malformed': {
    message: 'a row of %resource% is no record',
    cause: 'Business Central, or something on the way, answered another thing in its place.',
    hint: 'The other rows go on. If it comes again, ask whoever operates the system or the extension behind %resource%.',
    class: 'rejected',
  },
  'bc.content-refused': {
    message: 'the content of “%property%” cannot be used: %reason%',
    hint: 'Give base64 text, or { fetch: URL } of a file that can be read.',
    class: 'rejected',
  },
  'bc.content-homeless': {
    message: 'Business Central did not answer the record of “%property%” that content was to be written to, at %resource%',
    cause: 'The record was made, but came back otherwise than it was sent.',
    hint: 'What was made is taken back. Send these files by a step of their own.',
    class: 'rejected',
  },
  'bc.content-incomplete': {
    message: '“%property%” of %resource% has %found% bytes after %sent% were sent',
    cause: 'The file did not arrive whole.',
    hint: 'What was made of the record is taken back, and it is sent again by itself.',
    class: 'retryable',
  },
})
