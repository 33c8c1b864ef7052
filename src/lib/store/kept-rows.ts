import { Dexie, type DexieOptions, type Table } from 'dexie';

/**
 * A long computation made of rows, kept so that a reload can go on where it stopped: a plan, and the rows finished so far.
 * One computation at a time. Writes answer whether they were kept; nothing here rejects.
 */
export type KeptRows<Plan, Row> = {
	/** The plan and its rows in the order of their indices; undefined where there is none, or it cannot be read. */
	read(): Promise<{ readonly plan: Plan; readonly rows: readonly Row[] } | undefined>;
	/** Keeps a plan instead of whatever was there before, rows included. */
	begin(plan: Plan): Promise<boolean>;
	/** Keeps the plan with other words, such as how far it is; rows stay. */
	update(plan: Plan): Promise<boolean>;
	append(index: number, row: Row): Promise<boolean>;
	clear(): Promise<void>;
	close(): void;
};

type PlanRow<Plan> = { readonly key: 'plan'; readonly plan: Plan };
type RowsDatabase<Plan, Row> = Dexie & {
	readonly plans: Table<PlanRow<Plan>, 'plan'>;
	readonly rows: Table<{ readonly index: number; readonly row: Row }, number>;
};

/**
 * The kept rows of a name, in IndexedDB as structured clones. Where the browser keeps nothing, every write answers false
 * and every read undefined: whoever computes goes on in memory.
 */
export function openKeptRows<Plan, Row>(name: string, options: DexieOptions = {}): KeptRows<Plan, Row> {
	const db = new Dexie(name, {
		chromeTransactionDurability: 'relaxed',
		cache: 'disabled',
		...options,
	}) as RowsDatabase<Plan, Row>;
	db.version(1).stores({ plans: '&key', rows: '&index' });
	const attempt = (write: () => PromiseLike<unknown>) =>
		Promise.resolve(write()).then(
			() => true,
			() => false,
		);
	return {
		async read() {
			try {
				const [kept, rows] = await Promise.all([db.plans.get('plan'), db.rows.orderBy('index').toArray()]);
				return kept && { plan: kept.plan, rows: rows.map(({ row }) => row) };
			} catch {
				return undefined;
			}
		},
		begin: (plan) =>
			attempt(() =>
				db.transaction('rw', [db.plans, db.rows], async () => {
					await db.rows.clear();
					await db.plans.put({ key: 'plan', plan });
				}),
			),
		update: (plan) => attempt(() => db.plans.put({ key: 'plan', plan })),
		append: (index, row) => attempt(() => db.rows.put({ index, row })),
		async clear() {
			await attempt(() => Promise.all([db.plans.clear(), db.rows.clear()]));
		},
		close: () => db.close(),
	};
}
