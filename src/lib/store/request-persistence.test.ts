import { expect, it } from 'vitest';
import { requestPersistence } from './request-persistence.ts';

it('gives the answer of the browser, and unknown where there is none', async () => {
	expect(await requestPersistence({ persist: async () => true })).toBe('promised');
	expect(await requestPersistence({ persist: async () => false })).toBe('not-promised');
	expect(await requestPersistence({})).toBe('unknown');
	expect(await requestPersistence({ persist: () => Promise.reject(new TypeError('blocked')) })).toBe(
		'unknown',
	);
});
