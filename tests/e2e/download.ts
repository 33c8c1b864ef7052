import type { Page } from '@playwright/test';

/** The text of the file that an action downloads. */
export async function downloadedText(page: Page, act: () => Promise<void>): Promise<string> {
	const [download] = await Promise.all([page.waitForEvent('download'), act()]);
	const chunks: Buffer[] = [];
	for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
