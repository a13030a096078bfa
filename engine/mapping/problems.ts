import { defineProblems } from '../problem.ts'

export const { catalogue: mappingCatalogue, problem: mappingProblem } = defineProblems({
  'mapping.schema-unknown': {
    message: 'there is no schema “%schema%”%forApi%',
    cause: 'Without the schema nothing of what is read or sent can be checked.',
    hint: '%advice%',
  },
  'mapping.property-unknown': {
    message: '“%property%” is not a property of %target%',
    cause: 'The target refuses a request with a property that it does not know.',
    hint: '%advice%',
  },
  'mapping.property-read-only': {
    message: '“%property%” of %target% is read-only%inMode%',
    cause: 'The target makes this value itself and refuses a request that carries it.',
    hint: 'Remove the field, or send the value by a route of your installation.',
  },
  'mapping.no-deep-insert': {
    message: '“%property%” of %target% cannot be sent along with its parent',
    hint: 'Send it by a step of its own.',
  },
  'mapping.required-missing': {
    message: '%target% needs %properties%',
    cause: 'The target creates no record without it, or the mapping says `required`.',
    hint: 'Map it, give it a `default`, or complete the source record.',
  },
  'mapping.value-too-long': {
    message: '“%property%” has %length% characters, %target% takes %limit%',
    cause: 'The target refuses a longer value, and nothing is cut silently.',
    hint: 'Shorten the source value, or say in the mapping how it is cut: $substring(…, 0, %limit%).',
  },
  'mapping.wrong-type': {
    message: '“%property%” must be %expected%, this is %found%',
    hint: 'Convert it in the mapping ($string, $number, $boolean), or correct the source record.',
  },
  'mapping.not-a-member': {
    message: '“%property%” is %value%, which %target% does not know',
    hint: '%advice%',
  },
  'mapping.value-out-of-range': {
    message: '“%property%” is %value%, it must be %range%',
    hint: 'Correct the source record or the expression.',
  },
  'mapping.bad-format': {
    message: '“%property%” is not %expected%',
    hint: 'Correct the source record or the expression.',
  },
  'mapping.expression-syntax': {
    message: '%reason%',
    cause: 'The expression cannot be read here (%jsonata%).',
    hint: '%advice%',
  },
  'mapping.expression-failed': {
    message: '“%field%” cannot be computed: %reason%',
    cause: 'The expression met values that it cannot work with (%jsonata%).',
    hint: 'Look at the source values that the expression reads, and guard it with $exists(…), ?? or `when`.',
  },
  'mapping.path-unknown': {
    message: '“%name%” is not in %shape%',
    cause: 'A path that the source does not have gives nothing, silently.',
    hint: '%advice%',
  },
  'mapping.quoted-path': {
    message: 'quoted, %text% is still the path %path%, and the source has none',
    cause: 'In `fields` every text is an expression, quoted or not.',
    hint: 'Did you mean the text itself? Write { const: %text% }.',
  },
  'mapping.setting-unknown': {
    message: 'there is no setting “%name%”',
    hint: '%advice%',
  },
  'mapping.setting-unused': {
    severity: 'warning',
    message: 'the setting “%name%” is never read',
    hint: 'Read it as $settings.%name%, or remove it.',
  },
  'mapping.setting-wrong': {
    message: 'setting “%name%”: %reason%',
    hint: '%advice%',
  },
  'mapping.setting-maybe-undefined': {
    severity: 'warning',
    message: '$not($settings.%name%) is undefined, not true, while the setting has no value',
    cause: 'The setting has no default, and in JSONata “not undefined” is undefined.',
    hint: 'Give the setting a default, or write $settings.%name% != true.',
  },
  'mapping.table-unknown': {
    message: 'there is no table “%name%”',
    hint: '%advice%',
  },
  'mapping.table-unused': {
    severity: 'warning',
    message: 'the table “%name%” is never read',
    hint: "Read it as $table('%name%', key), or remove it.",
  },
  'mapping.table-name-dynamic': {
    severity: 'warning',
    message: '$table needs the name of the table as a text',
    cause: 'A name that is only known at run time cannot be checked.',
    hint: "Write $table('name', key).",
  },
  'mapping.variable-unknown': {
    message: 'there is no variable “$%name%”',
    cause: 'It would be undefined for every record, silently.',
    hint: '%advice%',
  },
  'mapping.function-unknown': {
    message: 'there is no function “$%name%”',
    hint: '%advice%',
  },
  'mapping.function-not-allowed': {
    message: '“$%name%” is not allowed here',
    cause: '%why%',
    hint: '%advice%',
  },
  'mapping.money-rounding': {
    severity: 'warning',
    message: '$round makes “%property%”, an amount',
    cause: '$round rounds half to even (2.345 becomes 2.34), books round half up (2.35).',
    hint: 'Use $money(x, decimals).',
  },
  'mapping.variant-unknown': {
    severity: 'warning',
    message: 'nothing leads to API %api%, so this is never made',
    cause: 'Which versions are in use follows from `api` and `pins` of the package’s systems.',
    hint: '%advice%',
  },
  'mapping.let-hides': {
    message: '“%name%” hides the %what% $%name%',
    hint: 'Rename the value.',
  },
  'mapping.let-circle': {
    message: '“%name%” needs itself: %circle%',
    hint: 'Take one of the names out of the circle.',
  },
  'mapping.example-fails': {
    message: 'example %number% of “%name%” gives %found%, not %expected%',
    hint: 'Correct the function or its example.',
  },
  'mapping.fragment': {
    message: '“%name%” has no target: it is a fragment, for use by other mappings',
    hint: 'Name a mapping that has `target`.',
  },
  'source.malformed': {
    class: 'rejected',
    message: 'the record is not JSON: %reason%',
    hint: 'Correct the record where it was written; no other record is held up by it.',
  },
  'source.not-an-object': {
    class: 'rejected',
    message: 'a record must be an object, this is %found%',
    hint: 'Correct the record where it was written; no other record is held up by it.',
  },
  'source.wrong-type': {
    class: 'rejected',
    message: '“%path%” must be %expected%, this is %found%',
    cause: 'The source schema says what the mapping may rely on.',
    hint: 'Correct the record in the source system; no other record is held up by it.',
  },
  'source.missing-field': {
    class: 'rejected',
    message: '“%path%” is missing',
    cause: 'The source schema says that every record has it.',
    hint: 'Complete the record in the source system; no other record is held up by it.',
  },
  'source.too-large': {
    class: 'rejected',
    message: 'the record has more than %limit% bytes',
    hint: 'Leave out what nobody maps (pictures, logs), or split the record in the source system.',
  },
  'source.too-deep': {
    class: 'rejected',
    message: 'the record nests deeper than %limit% levels',
    hint: 'Correct the record in the source system; no other record is held up by it.',
  },
  'source.forbidden-key': {
    class: 'rejected',
    message: 'the record has a key “%key%”',
    cause: 'Such a key changes how JavaScript reads every object, so no record may carry it.',
    hint: 'Correct the record in the source system; no other record is held up by it.',
  },
})
