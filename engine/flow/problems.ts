import { defineProblems } from '../problem.ts'

export const { catalogue: flowCatalogue, problem: flowProblem } = defineProblems({
  'flow.verb': {
    message: 'step “%step%” %found%',
    hint: 'Say exactly one of find, create, update, call, require, choose and expand.',
  },
  'flow.key-missing': {
    message: 'the flow has no `key`',
    cause: 'Without a key nobody can say whether a record was sent before.',
    hint: 'Add `key:` with an expression of the source record, such as $string(id).',
  },
  'flow.key-empty': {
    class: 'rejected',
    message: 'the record has no key: “%expression%” gives %found%',
    cause: 'The key names a record for ever; without it the record cannot be sent only once.',
    hint: 'Complete the record, or correct `key` of the flow.',
  },
  'flow.key-impure': {
    message: 'the key reads %what%',
    cause: 'A key must be the same whenever the record is seen again.',
    hint: 'Make the key of values of the source record alone.',
  },
  'flow.from-missing': {
    message: 'the flow does not say where its records come from',
    hint: 'Add `from: { receive: system.resource }` or `from: { read: system.resource, every: 5m }`.',
  },
  'flow.system-unknown': {
    message: 'there is no System “%name%”',
    hint: '%advice%',
  },
  'flow.resource-unknown': {
    message: '“%resource%” is neither a resource of %system%%forApi% nor a route',
    hint: '%advice%',
  },
  'flow.route-missing': {
    class: 'rejected',
    message: 'step “%step%” needs the route “%route%”, which the connection of system “%system%” does not have',
    cause: 'The standard API has no such thing, so each installation says how it travels.',
    hint: 'Add %route% to `routes` of the connection, or switch off the setting that asks for it, or remove the step in an overlay.',
  },
  'flow.expand-each': {
    message: 'step “%step%” must say `each: $settings.name`: the entries of that setting become steps',
    cause: 'Steps are made when a flow is loaded, so only settings can say which.',
    hint: 'Name one setting, and nothing else.',
  },
  'flow.operation-not-allowed': {
    message: '%resource% does not allow %operation%',
    hint: 'The API offers %allowed%.',
  },
  'flow.match-missing': {
    message: 'step “%step%” does not say which record: it has neither `match` nor `at`',
    hint: 'Add `match: { property: expression }`.',
  },
  'flow.match-differs': {
    class: 'rejected',
    message: 'step “%step%” looks for %property% “%sought%” but sends “%sent%”',
    cause: 'The next run would not find what this one makes, and would make it a second time.',
    hint: 'Change `match` of the step along with the field: in an overlay, under `flows`.',
  },
  'flow.property-not-filterable': {
    message: '“%property%” of %target% cannot be searched by',
    hint: 'Match by another property.',
  },
  'flow.property-unknown': {
    message: 'there is no property “%property%” in %target%',
    hint: '%advice%',
  },
  'flow.undo-missing': {
    message: 'step “%step%” calls a route and does not say how that is undone',
    cause: 'What a call does cannot be known, so no undo can be derived.',
    hint: 'Add `undo: none`, or a step that takes it back.',
  },
  'flow.undo-unused': {
    message: 'step “%step%” has an undo, but it has `onError: %onError%` or comes after such a step',
    hint: 'Remove `undo`, or the `onError` before it.',
  },
  'flow.apart-needed': {
    message: '%resource% has no deep insert, so “%collection%” must be sent apart',
    hint: 'Say `apart: true`.',
  },
  'flow.step-unknown': {
    message: '$steps.%name% is no step of this flow',
    hint: '%advice%',
  },
  'flow.step-later': {
    message: '$steps.%name% is read before the step has run',
    hint: 'Move the step “%name%” before this one.',
  },
  'flow.key-has-no-meaning': {
    message: '“%key%” means nothing on a step that does %verb%',
    hint: 'Remove it.',
  },
  'delivery.requirement-failed': {
    class: 'rejected',
    message: '%message%',
    hint: 'Correct the source record or the setting that it names, then replay the record.',
  },
  'delivery.not-found': {
    class: 'rejected',
    message: '%resource% has no %which%',
    hint: 'Create it in the target, or correct the source record.',
  },
  'delivery.twin-found': {
    class: 'rejected',
    message: '%resource%: more than one record matches %which%',
    cause: 'Which of them is meant cannot be known.',
    hint: 'Remove the twin in the target, or match by something that is unique.',
  },
})
