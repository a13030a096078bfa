import { defineProblems } from '../../../engine/index.ts'

export const { catalogue: httpCatalogue, problem: httpProblem } = defineProblems({
  'transport.unreachable': {
    message: '%host% cannot be reached (%reason%)',
    cause: 'No connection came about, so nothing was sent.',
    hint: 'Check the address of connection “%connection%”, that the system runs, and the network, proxy and certificates on the way to it.',
    class: 'retryable',
  },
  'transport.certificate-refused': {
    message: 'the certificate of %host% is not trusted (%reason%)',
    cause: 'No secure connection came about, so nothing was sent.',
    hint: 'Give the authority that signed it as `ca` of connection “%connection%”, or in NODE_EXTRA_CA_CERTS; check name and validity of the certificate.',
    class: 'retryable',
  },
  'transport.read-failed': {
    message: 'reading from %host% failed (%reason%)',
    cause: 'The connection broke, or the answer did not come in time; reading changes nothing.',
    hint: 'It is tried again by itself. If it goes on, check the network between this server and %host%.',
    class: 'retryable',
  },
  'transport.unavailable': {
    message: '%host% answered %status% to a read',
    cause: 'The system or a gateway in front of it cannot answer at the moment.',
    hint: 'It is tried again by itself. If it goes on, ask whoever operates the system.',
    class: 'retryable',
  },
  'transport.throttled': {
    message: '%host% asked to slow down',
    cause: 'More requests than the system grants came from this identity; the refused one had no effect.',
    hint: 'It is tried again by itself. If it goes on, look for other programs that use the same identity, or lower `limits` of connection “%connection%”.',
    class: 'retryable',
  },
  'transport.circuit-open': {
    message: 'connection “%connection%” rests after %failures% failures in a row',
    cause: '%host% did not answer, so it is left alone for a while instead of being asked again and again. Nothing was sent.',
    hint: 'It is tried again by itself. The failures before this one say why.',
    class: 'systemic',
  },
  'identity.credentials-refused': {
    message: '%host% refused who connection “%connection%” says it is',
    cause: '%reason%',
    hint: '%advice%',
    class: 'systemic',
  },
  'identity.address-not-allowed': {
    message: 'nothing is fetched from %host%',
    cause: 'Files are fetched by https from hosts that the connection allows, and not from addresses of our own network.',
    hint: 'If that host is to be trusted, add it to `fetch.hosts` of connection “%connection%”.',
    class: 'rejected',
  },
  'transport.content-missing': {
    message: '%host% answered %status% instead of the file',
    hint: 'Check the address in the record, and whether the file can be read without signing in.',
    class: 'rejected',
  },
  'transport.foreign-answer': {
    message: '%host% answered %status% with something that is not of the system (%found%)',
    cause: 'A proxy, a firewall or a sign-in page stands in front of the system, or the address leads elsewhere.',
    hint: 'Open the address of connection “%connection%” from this machine, and correct the address or let the requests pass.',
    class: 'systemic',
  },
  'source.cursor-invalid': {
    message: 'the cursor of connection “%connection%” cannot be understood',
    cause: 'It was not written by this connector, or by a newer one.',
    hint: 'Reset the cursor of the flow: everything is read once more, and records that are known already are recognised.',
    class: 'systemic',
  },
  'delivery.outcome-unknown': {
    message: 'whether %method% %path% took effect is not known (%reason%)',
    cause: 'The request left, and no answer that tells came back.',
    hint: 'The record is looked up by its key before anything is sent again. There is nothing to do unless it ends as dead.',
    class: 'ambiguous',
  },
})
