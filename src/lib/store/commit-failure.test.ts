import { describe, expect, it } from 'vitest';
import { attemptWrite, failureOf } from './commit-failure.ts';
import { BrokenCommit } from './chain-record.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error('m'), { name, ...more });
const full = { code: 'storage-full', retryable: true };

describe('failureOf', () => {
	it('finds a full disk wherever Dexie hides it', () => {
		const quota = new DOMException('no room', 'QuotaExceededError');
		expect(failureOf(quota)).toEqual(full);
		expect(failureOf(named('AbortError', { inner: quota }))).toEqual(full);
		expect(failureOf(named('BulkError', { failures: [named('AbortError', { inner: quota })] }))).toEqual(
			full,
		);
		expect(failureOf(named('Error', { cause: quota }))).toEqual(full);
	});

	it('says which failures may pass', () => {
		const retryable = (error: unknown) => {
			const failure = failureOf(error);
			return failure.code === 'storage-failed' && failure.retryable;
		};
		expect(retryable(named('AbortError'))).toBe(true);
		expect(retryable(named('AbortError', { inner: named('UnknownError') }))).toBe(true);
		expect(retryable(named('AbortError', { inner: named('DataCloneError') }))).toBe(false);
		expect(retryable(named('VersionError'))).toBe(false);
		expect(retryable('text')).toBe(false);
	});

	it('survives an error that is its own cause, and keeps reasons short', () => {
		const loop = named('Loop');
		loop.cause = loop;
		expect(failureOf(loop)).toEqual({ code: 'storage-failed', retryable: false, reason: 'Loop: m' });
		const failure = failureOf(new Error('x'.repeat(10_000)));
		expect(failure.code === 'storage-failed' && failure.reason.length).toBe(300);
	});
});

describe('attemptWrite', () => {
	it('lets our own bugs through', async () => {
		const write = () => Promise.reject(new BrokenCommit('height'));
		await expect(attemptWrite(write)).rejects.toThrow(BrokenCommit);
	});
});
