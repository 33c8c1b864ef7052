import { m } from '$lib/paraglide/messages.js';
import type { RunFailure } from '../../worker/session.ts';
import { sentenceOfImportFailure } from './imports.ts';

type HostFailure = Exclude<RunFailure, { readonly code: 'not-imported' }>;

const FAILURES: { readonly [code in HostFailure['code']]: (detail: string) => string } = {
	cancelled: () => m.fail_cancelled(),
	'unreadable-file': (detail) => m.fail_unreadable_file({ detail }),
	'import-gone': () => m.fail_import_gone(),
	'no-evidence': (detail) => m.fail_no_evidence({ detail }),
	'already-running': () => m.fail_already_running(),
	'not-leader': () => m.fail_not_leader(),
	'storage-full': () => m.fail_storage_full(),
	'storage-failed': (detail) => m.fail_storage_failed({ detail }),
	'stopped-by-fault': (detail) => m.fail_stopped_by_fault({ detail }),
};

/** Why files were not read, or a run did not start or stopped, in one sentence. */
export function sentenceOfFailure(failure: RunFailure): string {
	return failure.code === 'not-imported'
		? sentenceOfImportFailure(failure.cause)
		: FAILURES[failure.code](failure.detail);
}
