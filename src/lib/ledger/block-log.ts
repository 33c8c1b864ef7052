import { hashLeaf } from '../crypto/merkle.ts';
import { appendLeaf, emptyLog, logRoot, type MerkleLog } from '../crypto/merkle-log.ts';
import { encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';

/** The log over block hashes with one more block (protocol.md §3: leaves are the 32 bytes of the block hash). */
export function appendBlock(log: MerkleLog, blockHash: Hash): MerkleLog {
	return appendLeaf(log, hashLeaf(hashBytes(blockHash)));
}

/** The log over these block hashes, block 0 first. */
export function logOfBlocks(hashes: readonly Hash[]): MerkleLog {
	return hashes.reduce(appendBlock, emptyLog());
}

/** The root of a log as a hash. */
export function rootOfLog(log: MerkleLog): Hash {
	return encodeHex(logRoot(log));
}
