import { Dexie, type DexieOptions, type Table } from 'dexie';

/**
 * A long computation made of rows, kept so that a reload can go on where it stopped: a plan, how it stands, and the rows
 * finished so far. One computation at a time. Writes answer whether they were kept; nothing here rejects.
 */
export type KeptRows<Plan, State, Row> = {
	/** The plan and its rows in the order of their indices; undefined where there is none, or it cannot be read. */
	read(): Promise<{ readonly plan: Plan; readonly state: State; readonly rows: readonly Row[] } | undefined>;
	/** Keeps a plan instead of whatever was there before, rows included. */
	begin(plan: Plan, state: State): Promise<boolean>;
	/** Keeps how it stands now; the plan, which may be large, and the rows stay. */
	update(state: State): Promise<boolean>;
	append(index: number, row: Row): Promise<boolean>;
	clear(): Promise<void>;
	close(): void;
};

type PlanRow<Plan> = { readonly key: 'plan'; readonly plan: Plan };
type StateRow<State> = { readonly key: 'state'; readonly state: State };
type RowsDatabase<Plan, State, Row> = Dexie & {
	readonly plans: Table<PlanRow<Plan>, 'plan'>;
	readonly states: Table<StateRow<State>, 'state'>;
	readonly rows: Table<{ readonly index: number; readonly row: Row }, number>;
};

/**
 * The kept rows of a name, in IndexedDB as structured clones. Where the browser keeps nothing, every write answers false
 * and every read undefined: whoever computes goes on in memory.
 */
export function openKeptRows<Plan, State, Row>(
	name: string,
	options: DexieOptions = {},
): KeptRows<Plan, State, Row> {
	const db = new Dexie(name, {
		chromeTransactionDurability: 'relaxed',
		cache: 'disabled',
		...options,
	}) as RowsDatabase<Plan, State, Row>;
	db.version(1).stores({ plans: '&key', states: '&key', rows: '&index' });
	const attempt = (write: () => PromiseLike<unknown>) =>
		Promise.resolve(write()).then(
			() => true,
			() => false,
		);
	return {
		async read() {
			try {
				const [kept, standing, rows] = await Promise.all([
					db.plans.get('plan'),
					db.states.get('state'),
					db.rows.orderBy('index').toArray(),
				]);
				if (!kept || !standing) return undefined;
				return { plan: kept.plan, state: standing.state, rows: rows.map(({ row }) => row) };
			} catch {
				return undefined;
			}
		},
		begin: (plan, state) =>
			attempt(() =>
				db.transaction('rw', db.tables, async () => {
					await db.rows.clear();
					await db.plans.put({ key: 'plan', plan });
					await db.states.put({ key: 'state', state });
				}),
			),
		update: (state) => attempt(() => db.states.put({ key: 'state', state })),
		append: (index, row) => attempt(() => db.rows.put({ index, row })),
		async clear() {
			await attempt(() => Promise.all(db.tables.map((table) => table.clear())));
		},
		close: () => db.close(),
	};
}
