import { createDatabase } from '../../../src/lib/store/schema.ts';
import { nextRecord, type ChainRecord } from '../../../src/lib/store/chain-record.ts';
import { rowsOf } from '../../../src/lib/store/dexie-commit.ts';
import { plainCommit, type PlainChain } from '../plain-blocks.ts';

/** Blocks written in one scope: one a scope takes minutes for a hundred thousand. */
const PER_SCOPE = 500;

/** Fills the database of a name with so many blocks, as the app would have written them, and makes the chain its own. */
export async function seedDatabase(
	name: string,
	chain: PlainChain,
	blocks: number,
	onStep: (step: string) => void,
): Promise<void> {
	const { chainId } = chain.genesis;
	const db = createDatabase(name);
	await db.open();
	let record: ChainRecord | undefined;
	for (let start = 0; start < blocks; start += PER_SCOPE) {
		const commits = Array.from({ length: Math.min(PER_SCOPE, blocks - start) }, (_, i) =>
			plainCommit(chain, start + i),
		);
		for (const commit of commits) record = nextRecord(chainId, record, commit, 0);
		const rows = commits.map((commit) => rowsOf(chainId, commit));
		await db.transaction('rw', [db.heads, db.geneses, db.bodies, db.terms, db.state, db.meta], async () => {
			if (start === 0) {
				await db.geneses.add({ chainId, genesis: chain.genesis });
				await db.meta.put({ name: 'active-chain', chainId });
			}
			await db.bodies.bulkAdd(rows.map(({ body }) => body));
			await db.terms.bulkAdd(rows.map(({ terms }) => terms));
			await db.state.bulkPut(rows.flatMap(({ puts }) => puts));
			await db.heads.put(record as ChainRecord);
		});
		onStep(`${start + commits.length}/${blocks} blocks stored`);
	}
	db.close();
}
