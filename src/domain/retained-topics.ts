// The topics of the stack on which messages may be retained.

/** A topic filter that the role's policy can say exactly. */
export type RetainedTopic = { readonly text: string };
