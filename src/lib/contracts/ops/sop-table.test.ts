import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { SOP_STATES, type SopState } from '../../chain/state-entries.ts';
import { SIGNERS, type Signer } from '../../chain/testing/seeded-chain.ts';
import { TRANSACTION_TYPES } from '../../protocol/protocol.ts';
import { allVote, createCase, dataOf, VOTERS, type Case, type StepType } from '../testing/case.ts';
import { REVERT_CODES } from '../revert-codes.ts';
import { createSandbox, type Sandbox } from '../testing/sandbox.ts';
import { SOP_TABLE, type SopRule } from './sop-table.ts';

type Place = { readonly sandbox: Sandbox; readonly at: Case };

/** A world whose incident stands in a state; null where it does not exist. */
function placeIn(state: SopState | null): Place {
	const sandbox = createSandbox();
	const at = createCase(sandbox);
	if (state === null) return { sandbox, at };
	if (state !== 'Unresolved') at.advance(state);
	else
		for (let round = 1; round <= 3; round++) {
			at.advance('Root_Cause_Proposed');
			at.vote(allVote('Abstain'));
			at.step('close_vote');
		}
	return { sandbox, at };
}

const STATES: readonly (SopState | null)[] = [null, ...SOP_STATES];
const PLACES = new Map(STATES.map((state) => [state, placeIn(state)]));
const OF_A_PROPOSAL: readonly string[] = ['vote', 'reveal_vote', 'close_vote'];
const WITHOUT_PROPOSAL: readonly (SopState | null)[] = [null, 'Init', 'Data_Collected'];

/** What the one table says about a step, before its own guards are looked at. */
function expected(rule: SopRule, state: SopState | null, who: Signer): string {
	const allowed = rule.roles === 'proposers' ? ['probability-oracle'] : rule.roles;
	if (allowed !== 'electorate' && !(allowed as readonly string[]).includes(who)) return 'not-authorised';
	if (rule.type === 'open_incident') return state === null ? 'let in' : 'incident-exists';
	if (OF_A_PROPOSAL.includes(rule.type) && WITHOUT_PROPOSAL.includes(state)) return 'unknown-proposal';
	if (state === null) return 'unknown-incident';
	if (!rule.from.includes(state)) return 'wrong-state';
	if (allowed === 'electorate' && !(VOTERS as readonly string[]).includes(who)) return 'not-authorised';
	return 'let in';
}

const GATES = ['not-authorised', 'incident-exists', 'unknown-proposal', 'unknown-incident', 'wrong-state'];

describe('the operating procedure', () => {
	const cases = SOP_TABLE.flatMap((rule) =>
		STATES.map((state) => [rule.type, state ?? 'no incident', rule, state] as const),
	);

	it.each(cases)('lets %s in %s pass for whom its rule names alone', (type, _, rule, state) => {
		const { sandbox, at } = PLACES.get(state) as Place;
		const proposal = sandbox.state.get(`incident/${at.id}`) ? at.incident().proposal : null;
		const answers = SIGNERS.map((who) => {
			const { error } = sandbox.fork().run(who, type, dataOf(type as StepType, at.id, proposal ?? undefined));
			return [who, error && GATES.includes(error.code) ? error.code : 'let in'];
		});
		expect(answers).toEqual(SIGNERS.map((who) => [who, expected(rule, state, who)]));
	});

	it('gives proposals to four agents where the parameter says so', () => {
		const sandbox = createSandbox({ parameters: { proposers: 'analysts' } });
		const at = createCase(sandbox);
		at.advance('Data_Collected');
		for (const type of ['submit_dependencies', 'submit_probabilities', 'submit_fault_web'] as const)
			at.step(type);
		const answers = SIGNERS.map((who) => {
			const { error } = sandbox.fork().run(who, 'propose_root_cause', dataOf('propose_root_cause', at.id));
			return [who, error?.code];
		});
		const analysts = ['data-detective', 'dependency-explorer', 'probability-oracle', 'fault-mapper'];
		expect(answers).toEqual(
			SIGNERS.map((who) => [who, analysts.includes(who) ? undefined : 'not-authorised']),
		);
	});

	it('has a contract for every type and no type twice, and none for rewards, penalties or advancing', () => {
		const types = TRANSACTION_TYPES.map(({ type }) => type);
		expect(new Set(types).size).toBe(types.length);
		const own = ['transfer', 'stake', 'unstake', 'reboot_agent'];
		expect([...types].sort()).toEqual([...SOP_TABLE.map(({ type }) => type as string), ...own].sort());
		const sandbox = createSandbox();
		for (const type of ['reward', 'penalty', 'slash', 'burn', 'mint', 'refund', 'advance', 'settle'])
			for (const who of SIGNERS) expect(sandbox.run(who, type, {}).error?.code).toBe('unknown-type');
	});

	it('leads only where its rules say', () => {
		const reached = new Set<string>();
		for (const [state, { sandbox, at }] of PLACES)
			for (const rule of SOP_TABLE as readonly SopRule[])
				for (const who of SIGNERS) {
					const fork = sandbox.fork();
					const next = createCase(fork, at.id);
					next.attempt(rule.type as StepType, {}, who);
					const after = fork.state.get(`incident/${at.id}`) ? next.incident().state : null;
					if (after === state) continue;
					expect(rule.from).toContain(state);
					expect(rule.to === 'same' ? [] : rule.to).toContain(after);
					reached.add(`${state} ${rule.type} ${after}`);
				}
		expect([...reached]).toEqual([
			'null open_incident Init',
			'Init submit_data Data_Collected',
			'Consensus submit_solution Solution',
			'Solution verify_outcome Verified',
		]);
	});
});

describe('the codes of refusals', () => {
	const ROOT = fileURLToPath(new URL('../..', import.meta.url));

	/** Where in the arguments of each function that refuses its code stands. */
	const CODE_AT: { readonly [name: string]: number } = { guard: 1, refuse: 0, revert: 0 };

	function codesIn(folder: string): readonly { readonly code: string | undefined; readonly where: string }[] {
		return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('testing'))
			.flatMap((name) => {
				const source = ts.createSourceFile(
					name,
					readFileSync(join(ROOT, folder, name), 'utf8'),
					ts.ScriptTarget.ES2022,
				);
				const found: { code: string | undefined; where: string }[] = [];
				const visit = (node: ts.Node): void => {
					if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
						const code = node.arguments[CODE_AT[node.expression.text] ?? -1];
						if (code) found.push({ code: ts.isStringLiteral(code) ? code.text : undefined, where: name });
					}
					ts.forEachChild(node, visit);
				};
				visit(source);
				return found;
			});
	}

	it('are written out where they are used, and each is in the one list', () => {
		const used = [...codesIn('contracts'), ...codesIn('chain')];
		// `guard` hands its code on to `refuse`, and a caught halt to `revert`.
		expect(used.filter(({ code }) => code === undefined).map(({ where }) => where)).toEqual([
			'contract.ts',
			'execute.ts',
		]);
		const codes = new Set(used.flatMap(({ code }) => code ?? []));
		expect([...codes].sort()).toEqual(REVERT_CODES);
	});
});
