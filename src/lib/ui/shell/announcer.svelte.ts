/** What the screen reader's live region says. Sentences that come close together are read as one batch. */
const region = $state({ text: '' });
const BATCH_MS = 1200;
const LONGEST_BATCH = 4;

let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence politely, with those of the same second. Of a long burst only the last ones are read. */
export function announce(sentence: string): void {
	waiting.push(sentence);
	timer ??= setTimeout(() => {
		region.text = waiting.slice(-LONGEST_BATCH).join(' ');
		waiting = [];
		timer = undefined;
	}, BATCH_MS);
}

/** The text of the live region now. */
export function announcement(): string {
	return region.text;
}
