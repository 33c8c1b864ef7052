import { encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import { err, ok, type Result } from '../primitives/result.ts';

/** A statement about a log: its name, how many leaves it has, and the root over them. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash };

/** Why a text is not a checkpoint body; `line` counts from 1. */
export type CheckpointFault = {
	readonly code: 'bad-checkpoint';
	readonly line: number;
	readonly expected: 'three-lines' | 'origin' | 'size' | 'root';
	readonly actual: string;
};

const ORIGIN = /^[^\s+]{1,256}$/u;
const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;
const ROOT = /^[A-Za-z0-9+/]{43}=$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The name under which a chain's block log states its checkpoints (protocol.md §3). */
export function checkpointOrigin(chainId: Hash): string {
	return `dao-gov/v1/${chainId}`;
}

/**
 * The note body of a checkpoint: origin, size, base64 root, each line ended by a line feed. Source: C2SP
 * tlog-checkpoint.
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
	return `${checkpoint.origin}\n${checkpoint.size}\n${encodeRoot(hashBytes(checkpoint.root))}\n`;
}

/**
 * The checkpoint a note body states, in its one spelling: no extension lines, no leading zeros, padded base64
 * of 32 bytes. Fails with `bad-checkpoint`. Source: C2SP tlog-checkpoint.
 */
export function parseCheckpoint(text: string): Result<Checkpoint, CheckpointFault> {
	const lines = text.split('\n', 5);
	const [origin, size, root] = lines;
	if (
		origin === undefined ||
		size === undefined ||
		root === undefined ||
		lines.length !== 4 ||
		lines[3] !== ''
	) {
		return refuse(lines.length, 'three-lines', text);
	}
	if (!ORIGIN.test(origin)) return refuse(1, 'origin', origin);
	if (!SIZE.test(size) || !Number.isSafeInteger(Number(size))) return refuse(2, 'size', size);
	const bytes = decodeRoot(root);
	if (!bytes) return refuse(3, 'root', root);
	return ok({ origin, size: Number(size), root: encodeHex(bytes) });
}

function refuse(
	line: number,
	expected: CheckpointFault['expected'],
	actual: string,
): Result<never, CheckpointFault> {
	return err({ code: 'bad-checkpoint', line, expected, actual: actual.slice(0, 80) });
}

/** Base64 with padding (RFC 4648 §4) of 32 bytes; by hand, because the core has no DOM. */
function encodeRoot(root: Uint8Array): string {
	let text = '';
	for (let at = 0; at < root.length; at += 3) {
		const group = ((root[at] ?? 0) << 16) | ((root[at + 1] ?? 0) << 8) | (root[at + 2] ?? 0);
		for (let shift = 18; shift >= 0; shift -= 6) text += ALPHABET[(group >> shift) & 63];
	}
	return `${text.slice(0, 43)}=`;
}

function decodeRoot(text: string): Uint8Array | undefined {
	if (!ROOT.test(text)) return undefined;
	const root = new Uint8Array(33);
	for (let group = 0; group < 11; group++) {
		let bits = 0;
		for (let i = 0; i < 4; i++)
			bits = (bits << 6) | Math.max(0, ALPHABET.indexOf(text[4 * group + i] as string));
		root.set([bits >> 16, (bits >> 8) & 255, bits & 255], 3 * group);
	}
	const bytes = root.slice(0, 32);
	return root[32] === 0 && encodeRoot(bytes) === text ? bytes : undefined;
}
