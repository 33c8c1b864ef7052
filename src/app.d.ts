declare global {
	namespace App {
		interface PageState {
			/** The fragment of the address, kept here when it is changed without a history entry. */
			fragment?: string;
		}
	}
}

export {};
