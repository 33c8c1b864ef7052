/** Something that tells when what it holds has changed, and lets go when asked. */
export type ChangeSource = { onChange(listener: () => void): () => void };
