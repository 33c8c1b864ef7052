import 'fake-indexeddb/auto';
import { unwrap } from '../../primitives/result.ts';
import { openArchive, type OpenedArchive } from '../open-archive.ts';

let made = 0;

/** A database name nobody used before: tests of one file share one IndexedDB. */
export function freshName(): string {
	return `test-${++made}`;
}

/** The archive of a database, as the app opens it. */
export async function openDatabase(name = freshName()): Promise<OpenedArchive> {
	return unwrap(await openArchive({ name }));
}
