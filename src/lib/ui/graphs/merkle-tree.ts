import { hashLeaf, hashNode } from '../../crypto/merkle.ts';
import { encodeHex, type Hash } from '../../primitives/bytes.ts';

/** A node of a drawn tree. Columns count in leaves, rows from the leaves up. */
export type TreeNode = {
	readonly hash: Hash;
	readonly column: number;
	readonly row: number;
	/** Number of the leaf, for leaves. */
	readonly leaf: number | null;
	readonly children: readonly TreeNode[];
};

/** The RFC 6962 tree over some leaves, hashed here: pairs level by level, an odd last node passed up unchanged. */
export function buildTree(
	leaves: readonly Uint8Array[],
): { readonly root: TreeNode; readonly rows: number } | undefined {
	type Built = TreeNode & { readonly bytes: Uint8Array };
	let level: readonly Built[] = leaves.map((bytes, leaf) => {
		const hash = hashLeaf(bytes);
		return { hash: encodeHex(hash), bytes: hash, column: leaf, row: 0, leaf, children: [] };
	});
	let row = 0;
	while (level.length > 1) {
		row++;
		const above: Built[] = [];
		for (let i = 0; i < level.length; i += 2) {
			const left = level[i] as Built;
			const right = level[i + 1];
			if (!right) above.push(left);
			else {
				const bytes = hashNode(left.bytes, right.bytes);
				const column = (left.column + right.column) / 2;
				above.push({ hash: encodeHex(bytes), bytes, column, row, leaf: null, children: [left, right] });
			}
		}
		level = above;
	}
	const root = level[0];
	return root && { root, rows: row + 1 };
}

/** A tree's nodes, the root first. */
export function nodesOfTree(node: TreeNode): readonly TreeNode[] {
	return [node, ...node.children.flatMap(nodesOfTree)];
}
