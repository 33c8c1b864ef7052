import { m } from '$lib/paraglide/messages.js';

const SAMPLES: { readonly [id: string]: (() => string) | undefined } = {
	'train-ticket-sample': m.sample_train_ticket,
};

/** What a shipped incident is called; its id where it has no name here. */
export function nameOfSample(id: string): string {
	return SAMPLES[id]?.() ?? id;
}
