import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';

/** Drops files on the window, as a person would from a folder. */
export async function dropFiles(
	page: Page,
	files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
	const given = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
	const transfer = await page.evaluateHandle(async (list) => {
		const data = new DataTransfer();
		for (const { name, base64 } of list) {
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			data.items.add(new File([bytes], name));
		}
		return data;
	}, given);
	await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** A file from disk under its own name. */
export function fileAt(path: string): { readonly name: string; readonly bytes: Uint8Array } {
	return { name: basename(path), bytes: new Uint8Array(readFileSync(path)) };
}
