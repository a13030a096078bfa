import { defineProblems } from '../problem.ts'

export const { catalogue: documentCatalogue, problem: documentProblem } = defineProblems({
  'document.syntax': {
    message: 'not readable as YAML: %reason%',
    cause: 'The text breaks the rules of YAML here, so nothing behind it can be trusted.',
    hint: '%advice%',
  },
  'document.not-a-map': {
    message: 'a document is a map of keys, this is %found%',
    hint: 'Begin with `apiVersion: v1`, `kind:` and `name:`.',
  },
  'document.duplicate-key': {
    message: '“%key%” stands twice, first on line %firstLine%',
    cause: 'Of two keys with one name only one could hold, and nobody could say which.',
    hint: 'Remove one of them, or rename it.',
  },
  'document.alias': {
    message: 'anchors and aliases are not part of the language: %text%',
    cause: 'What a document says must stand where it is read; an alias also lets a small text grow without bound.',
    hint: 'Write the value out, or name it once in `let` and use `$name`. An expression that begins with `*` or `&` needs a block: `|-` and the expression on the next line.',
  },
  'document.merge-key': {
    message: 'the merge key `<<` is not part of the language',
    hint: 'Take in shared fields with `use: name-of-a-mapping`.',
  },
  'document.tag': {
    message: 'tags are not part of the language: %tag%',
    hint: 'Remove the tag. An expression that begins with `!` needs a block: `|-` and the expression on the next line.',
  },
  'document.key-not-text': {
    message: 'a key must be plain text',
    hint: 'Write the key as a simple name, in quotes if it has special characters.',
  },
  'document.too-large': {
    message: 'the document has %bytes% bytes, %limit% are allowed',
    hint: 'Split it: shared fields can stand in a mapping of their own that others `use`.',
  },
  'document.too-deep': {
    message: 'the document nests deeper than %limit% levels',
    hint: 'Flatten it: name inner values with `let`.',
  },
  'document.too-many-fields': {
    message: 'the document has %fields% fields, %limit% are allowed',
    hint: 'Split it into mappings that are taken in with `use`.',
  },
  'document.unknown-kind': {
    message: 'there is no kind “%kind%”',
    hint: '%advice%',
  },
  'document.unknown-key': {
    message: '“%key%” is not a key of %place%',
    cause: 'A key that nobody reads would be silently without effect.',
    hint: '%advice%',
  },
  'document.missing-key': {
    message: '%place% needs “%key%”',
    hint: 'Add `%key%:`.',
  },
  'document.wrong-type': {
    message: '%place% must be %expected%, this is %found%',
    hint: '%advice%',
  },
  'document.bad-value': {
    message: '%place%: %reason%',
    hint: '%advice%',
  },
  'document.empty-value': {
    severity: 'warning',
    message: 'nothing stands behind “%field%:”, which is null',
    cause: 'Null is sent and clears the value in the target; a text that begins with # is a comment.',
    hint: 'Write null if it is meant. An expression that begins with # needs a block: `|-` and the expression on the next line.',
  },
  'document.digits-lost': {
    severity: 'warning',
    message: 'without quotes %text% is the number %value%',
    cause: 'YAML reads digits as a number; leading zeros and digits past the 15th are gone.',
    hint: "Put it into quotes if it is a code: { const: '%text%' }.",
  },
  'document.expression-cut': {
    severity: 'warning',
    message: 'the expression ends before “#%comment%”, which YAML takes for a comment',
    hint: 'Put the expression into a block: `|-` and the expression on the next line.',
  },
  'document.duplicate-name': {
    message: 'there are two documents “%name%” of kind %kind% in one package; the other is %other%',
    hint: 'Rename one of them.',
  },
  'document.not-found': {
    message: 'there is no %kind% “%name%”',
    hint: '%advice%',
  },
  'document.other-kind': {
    message: '%file% has no %kind%: it has %has%',
    hint: 'Name a file with a document of that kind; `fieldloom list` shows what goes by name.',
  },
  'document.is-other-kind': {
    message: '“%name%” is a %its%, not a %kind%',
    hint: 'A Mapping is tried with `map` and `explain`; a Flow is sent with `run`.',
  },
  'document.use-circle': {
    message: '“%name%” takes itself in: %circle%',
    hint: 'Take one `use` of the circle out.',
  },
  'overlay.nothing-to-remove': {
    message: 'there is no “%name%” to remove',
    cause: 'The default has no such name, or another layer took it away already.',
    hint: '%advice% Delete the line if it is of no use any more.',
  },
  'overlay.nothing-to-stand-before': {
    message: '“%name%” is to stand before “%before%”, which is not there',
    hint: '%advice%',
  },
  'overlay.nothing-to-overlay': {
    message: 'the overlay changes the %kind% “%name%”, which the package does not have',
    hint: '%advice%',
  },
  'overlay.use': {
    message: 'an overlay cannot change what is taken in',
    cause: '`use` is resolved before the overlay is laid on.',
    hint: 'Overlay the fields that come in, by their names.',
  },
  'document.unreadable': {
    message: '%file% cannot be read: %reason%',
    hint: 'Check the path and who may read it.',
  },
})
