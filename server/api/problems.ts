import { defineProblems } from '../../engine/index.ts'

export const { catalogue: apiCatalogue, problem: apiProblem } = defineProblems({
  'http.session-missing': {
    message: 'you are not signed in',
    cause: 'The server answers only those who opened the link that it printed when it was started.',
    hint: 'Open the link from the terminal. It works once; start the server again for a new one.',
  },
  'http.link-used': {
    message: 'this link cannot be used any more',
    cause: 'A link opens one session, once, within a day.',
    hint: 'Start the server again: it prints a new one.',
  },
  'http.host-refused': {
    message: 'the server does not answer to the host “%host%”',
    cause: 'A page elsewhere could otherwise reach this server under a name of its own.',
    hint: 'Use the address that the server printed when it was started.',
  },
  'http.origin-refused': {
    message: 'a request that changes something must come from the workbench itself',
    cause: 'Its Origin header is missing, or names another site.',
    hint: 'Use the workbench at the address that the server printed.',
  },
  'http.not-found': {
    message: 'there is nothing at %path%',
    hint: 'Compare the address with the list of the API.',
  },
  'http.bad-request': {
    message: 'the request cannot be used: %reason%',
    hint: 'Correct the request.',
  },
  'http.wrong-type': {
    message: 'a request must carry JSON',
    hint: 'Send it with the header content-type: application/json.',
  },
  'http.too-large': {
    message: 'the request is larger than is allowed here',
    hint: 'Send less at once.',
  },
  'http.internal': {
    message: 'the server failed while it worked on the request',
    cause: 'This is a fault of Fieldloom, not of the request.',
    hint: 'Try again. If it happens again, report it with what you were doing.',
  },
  'file.not-found': {
    message: 'there is no file %path%',
    hint: 'It may have been moved or deleted: look at the list of files.',
  },
  'file.not-text': {
    message: '%path% is not UTF-8 text',
    cause: 'Its bytes could not be written back as they were.',
    hint: 'Save it as UTF-8 with the program that made it.',
  },
  'file.name-refused': {
    message: '“%path%” cannot be the name of a file here',
    cause:
      'Names are made of letters, digits, spaces, dots, hyphens and underscores, stay inside the workspace, and end in .yaml, .yml or .json.',
    hint: 'Choose another name.',
  },
  'file.read-only': {
    message: '%path% ships with the product and cannot be changed',
    cause: 'Defaults are replaced when the product is upgraded; what is yours lies on top of them.',
    hint: 'Open it with an integration and change it there.',
  },
  'file.changed-on-disk': {
    class: 'conflict',
    message: '%path% was changed on disk since it was read',
    cause: 'Somebody or something else wrote the file. Saving now would throw that away.',
    hint: 'Compare both, then keep yours, take the one on disk, or bring them together.',
  },
  'file.cannot-write': {
    message: '%path% cannot be written: %reason%',
    hint: 'Check that the folder is there, who may write to it, and that the disk has room.',
  },
})
