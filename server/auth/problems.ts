import { defineProblems } from '../../engine/index.ts'

export const { catalogue: authCatalogue, problem: authProblem } = defineProblems({
  'identity.secret-missing': {
    message: 'there is no secret “%reference%”',
    cause: 'Documents name secrets by reference; the variable %name% is not set, or is empty.',
    hint: 'Set %name% in the environment of the server (or of this command), and try again.',
    class: 'systemic',
  },
  'identity.certificate-invalid': {
    message: '“%reference%” is not a certificate with its private key',
    cause: 'Both are expected one after the other, as PEM: BEGIN CERTIFICATE and BEGIN PRIVATE KEY, of an RSA key.',
    hint: 'Put certificate and key into that variable; on one line, with \\n for its line breaks.',
    class: 'systemic',
  },
  'identity.seal-key-invalid': {
    message: 'the key in %place% cannot seal secrets',
    cause: 'A key is 32 random bytes, written as base64; several are separated by commas, the newest first.',
    hint: 'Make one with: node -p "crypto.randomBytes(32).toString(\'base64\')". Secrets that were sealed with a lost key must be entered again.',
    class: 'systemic',
  },
  'identity.tenant-unknown': {
    message: 'Microsoft Entra ID has no tenant “%tenant%”',
    hint: 'Ask the administrator of Microsoft 365 for the tenant id, or a verified domain, and correct it in connection “%connection%”.',
    class: 'systemic',
  },
  'identity.application-unknown': {
    message: 'tenant “%tenant%” does not know application %clientId%',
    cause: 'The application is registered elsewhere, or no administrator of this tenant has consented to it yet.',
    hint: 'Check the application (client) id of connection “%connection%”; ask an administrator of the tenant to open the consent page of the application.',
    class: 'systemic',
  },
  'identity.secret-refused': {
    message: 'the secret of application %clientId% is not accepted',
    cause: 'It is not the value of a client secret of this application: its id is often taken for it.',
    hint: 'Ask whoever owns the app registration for a new client secret (Certificates & secrets), and put its value where connection “%connection%” refers to.',
    class: 'systemic',
  },
  'identity.secret-expired': {
    message: 'the secret of application %clientId% has expired',
    hint: 'Ask whoever owns the app registration for a new client secret (Certificates & secrets), and put its value where connection “%connection%” refers to.',
    class: 'systemic',
  },
  'identity.consent-missing': {
    message: 'application %clientId% has no consent for Business Central',
    cause: 'An administrator of tenant “%tenant%” must grant it the permission %permission%.',
    hint: 'Ask an administrator: Microsoft Entra admin center, App registrations, API permissions, add %permission% of Dynamics 365 Business Central, then Grant admin consent.',
    class: 'systemic',
  },
  'identity.service-unknown': {
    message: 'tenant “%tenant%” has no Business Central',
    cause: 'The service that the token is asked for (%scope%) is not known in this tenant.',
    hint: 'Check the tenant of connection “%connection%”; it must be the one that has the Business Central subscription.',
    class: 'systemic',
  },
  'identity.scope-refused': {
    message: 'the scope “%scope%” is not accepted',
    hint: 'Leave `scope` out of connection “%connection%”, or correct it: https://api.businesscentral.dynamics.com/.default.',
    class: 'systemic',
  },
  'identity.redirect-refused': {
    message: 'application %clientId% does not expect to come back to this address after the sign-in',
    hint: 'Ask whoever owns the app registration to add the redirect address that `fieldloom connect` names (Authentication).',
    class: 'systemic',
  },
  'identity.sign-in-needed': {
    message: 'somebody must sign in to connection “%connection%” (again)',
    cause: '%reason%',
    hint: 'Run `fieldloom connect %connection%` and sign in with the user that it shall act as.',
    class: 'systemic',
  },
  'identity.sign-in-expired': {
    message: 'this sign-in was not begun here, or took too long',
    cause: 'A sign-in is completed within ten minutes, once, by the browser that began it.',
    hint: 'Begin the sign-in again.',
    class: 'rejected',
  },
  'identity.policy-refused': {
    message: 'a policy of tenant “%tenant%” does not let this identity in',
    cause: 'Conditional access or an assignment forbids it (%code%).',
    hint: 'Ask an administrator of the tenant to assign the application or user, or to except it from the policy.',
    class: 'systemic',
  },
  'identity.token-refused': {
    message: 'Microsoft Entra ID gave no token (%code%)',
    cause: 'The identity of connection “%connection%” was refused.',
    hint: 'Look the code up at the error page of Microsoft Entra ID, with an administrator of tenant “%tenant%”.',
    class: 'systemic',
  },
  'identity.authority-unavailable': {
    message: 'Microsoft Entra ID does not answer (%code%)',
    hint: 'It is tried again by itself. If it goes on, check the network from this server to %authority%.',
    class: 'systemic',
  },
  'identity.wrong-audience': {
    message: 'the token is meant for “%audience%”, not for Business Central at %host%',
    cause: 'A service takes only tokens that name it.',
    hint: 'Online, leave `scope` out of connection “%connection%”. On-premises, ask the administrator to add “%audience%” to ValidAudiences of the server instance.',
    class: 'systemic',
  },
  'identity.application-not-registered': {
    message: 'Business Central at %host% does not know application %clientId%',
    cause: 'The token is in order, but Business Central itself lets only applications in that are entered there.',
    hint: 'Ask the administrator of Business Central: page Microsoft Entra Applications, add the client id, permission sets (not SUPER), State Enabled.',
    class: 'systemic',
  },
  'identity.user-not-let-in': {
    message: 'Business Central at %host% does not let the signed-in user in',
    cause: 'The token is in order; the user has no licence, is disabled, or is not in this environment.',
    hint: 'Ask the administrator of Business Central to check licence, state and environment access of the user, or sign in with another one.',
    class: 'systemic',
  },
})
