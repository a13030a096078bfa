/**
 * What the workbench's page may do: scripts from here only and never made from text; styles also inline, which Monaco needs.
 * Payloads can therefore do nothing, whatever stands in them.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The engine's worker makes functions from expressions, and in return can reach nothing at all. */
export const engineWorkerPolicy = "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'none'"

export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=()',
} as const
