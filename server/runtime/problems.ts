import { defineProblems } from '../../engine/index.ts'

export const { catalogue: deliveryCatalogue, problem: deliveryProblem } = defineProblems({
  'delivery.already-there': {
    class: 'rejected',
    message: '%resource% %which% is there already, and this flow did not make it',
    hint: 'Nothing was sent. If it is the same record, write its number back by hand.',
  },
  'delivery.same-key-other-content': {
    class: 'rejected',
    message: '%resource% %which% is there already with other content: %differences%',
    cause: 'A second record with the same key would be a duplicate; changing the first could undo somebody’s work.',
    hint: 'Compare the two. Correct one of them, or give the record another key, then replay it.',
  },
  'delivery.match-empty': {
    class: 'rejected',
    message: '%resource% cannot be looked up: %properties% has no value',
    hint: 'Complete the source record, or say `when` the step applies.',
  },
  'delivery.content-differs': {
    class: 'rejected',
    message: '%resource% came back with another %field%: sent %sent%, found %found%',
    cause: 'The target changed a value that the record is about.',
    hint: 'Compare the prices, rounding and setup of the target, then replay the record.',
  },
  'delivery.not-found-again': {
    class: 'rejected',
    message: '%resource% %which% was made with %property% “%found%”, but is looked for by “%sought%”',
    cause: 'The next run would not find it, and would make it a second time; so it was taken back.',
    hint: 'Send %property% as it is matched, or change `match` of the step.',
  },
  'delivery.outcome-unresolved': {
    class: 'ambiguous',
    message: 'whether %resource% %which% was made is not known',
    cause: 'The request may have arrived; it was looked for %times% times and was not there.',
    hint: 'Look for it in the target. If it is not there, replay the record: it is looked up again before it is sent.',
  },
  'delivery.undo-incomplete': {
    class: 'systemic',
    message: 'what was made could not be taken back: %remains%',
    cause: '%reason%',
    hint: 'Delete what is named in the target by hand, then replay the record.',
  },
  'delivery.step-unfinished': {
    class: 'retryable',
    message: 'the record is in the target, but the step “%step%” failed: %reason%',
    hint: 'Run the flow again for this record: what is there is adopted, and the step is tried again.',
  },
  'delivery.gone': {
    class: 'conflict',
    message: '%resource% %which% was made and is gone again',
    hint: 'Find out who deletes it, then replay the record.',
  },
})
