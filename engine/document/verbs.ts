/** What a step of a flow does. It is part of how documents merge: a layer that says another verb is another step. */
export const verbs = ['find', 'create', 'update', 'call', 'require', 'choose', 'expand'] as const

export type Verb = (typeof verbs)[number]
