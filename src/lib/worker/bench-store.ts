import { openKeptRows } from '../store/kept-rows.ts';

/** The name of the database that the bench of a deployment keeps its rows in. */
export function benchDatabaseOf(databaseName: string): string {
	return `${databaseName}/bench`;
}

/** Deletes what the bench of a deployment has kept, dropped files included. */
export async function clearBench(databaseName: string): Promise<void> {
	const kept = openKeptRows(benchDatabaseOf(databaseName));
	await kept.clear();
	kept.close();
}
