import { checkpointOrigin, parseCheckpoint } from '../crypto/checkpoint.ts';
import { isHash, type Hash } from '../primitives/bytes.ts';
import { isJsonObject } from '../primitives/json.ts';
import { isNatural } from '../primitives/integers.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import type { Expectation } from './report.ts';

/** Why a text names nothing a ledger could be held against. */
export type ExpectationFault = {
	readonly code: 'bad-expectation' | 'other-chain';
	readonly expected: string;
	readonly actual: string;
};

/**
 * What somebody wrote down earlier: a bare head hash, a checkpoint text (origin, size, base64 root), or JSON
 * `{ size, root, headHash }`. A checkpoint text of another chain fails with `other-chain`, anything else with
 * `bad-expectation`.
 */
export function parseExpectation(text: string, chainId?: Hash): Result<Expectation, ExpectationFault> {
	const given = text.trim();
	if (isHash(given)) return ok({ kind: 'head', head: given });
	if (given.startsWith('{')) return parseJsonCheckpoint(given);
	const checkpoint = parseCheckpoint(text.endsWith('\n') ? text : `${given}\n`);
	if (!checkpoint.ok)
		return err({
			code: 'bad-expectation',
			expected: 'a head hash or a checkpoint',
			actual: given.slice(0, 80),
		});
	const { origin, size, root } = checkpoint.value;
	if (chainId !== undefined && origin !== checkpointOrigin(chainId))
		return err({ code: 'other-chain', expected: checkpointOrigin(chainId), actual: origin });
	return ok({ kind: 'checkpoint', size, root });
}

function parseJsonCheckpoint(text: string): Result<Expectation, ExpectationFault> {
	const json = parseJson(text);
	const value = json.ok && isJsonObject(json.value) ? json.value : {};
	const inner = isJsonObject(value['checkpoint']) ? value['checkpoint'] : value;
	const { size, root } = inner;
	const head = inner['headHash'] ?? inner['head'];
	if (!isNatural(size) || !isHash(root) || (head !== undefined && !isHash(head)))
		return err({ code: 'bad-expectation', expected: '{ size, root, headHash }', actual: text.slice(0, 80) });
	return ok({ kind: 'checkpoint', size, root, ...(head === undefined ? {} : { head }) });
}
