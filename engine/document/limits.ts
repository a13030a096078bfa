/** What a document may be at most (RELIABILITY.md, section 5). */
export const documentLimits = { bytes: 1_000_000, depth: 64, fields: 2_000 }
