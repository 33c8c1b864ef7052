import { m } from '$lib/paraglide/messages.js';
import type { RunFailure } from '../../worker/session.ts';

const FAILURES: { readonly [code in RunFailure['code']]: (detail: string) => string } = {
	'unreadable-file': (detail) => m.fail_unreadable_file({ detail }),
	'not-recognised': (detail) => m.fail_not_recognised({ detail }),
	'too-large': (detail) => m.fail_too_large({ detail }),
	'no-alert': () => m.fail_no_alert(),
	'already-running': () => m.fail_already_running(),
	'not-leader': () => m.fail_not_leader(),
	'storage-full': () => m.fail_storage_full(),
	'storage-failed': (detail) => m.fail_storage_failed({ detail }),
	'stopped-by-fault': (detail) => m.fail_stopped_by_fault({ detail }),
};

/** Why a run did not start or stopped, in one sentence. */
export function sentenceOfFailure(failure: RunFailure): string {
	return FAILURES[failure.code](failure.detail);
}
