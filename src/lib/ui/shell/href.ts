import { resolve } from '$app/paths';

/** Addresses inside the site. Ids of items live in the fragment, so that any static host and any sub-path will do. */
export const href = {
	console: (at?: number) => resolve('/') + (at === undefined ? '' : `#/at/${at}`),
	explorer: () => resolve('/explorer/'),
	blocks: () => `${resolve('/explorer/')}#/blocks`,
	block: (height: number) => `${resolve('/explorer/')}#/block/${height}`,
	transactions: () => `${resolve('/explorer/')}#/transactions`,
	transaction: (hash: string, tab?: string) =>
		`${resolve('/explorer/')}#/tx/${hash}${tab === undefined ? '' : `/${tab}`}`,
	agent: (address: string) => `${resolve('/explorer/')}#/agent/${address}`,
	evidence: (hash: string) => `${resolve('/explorer/')}#/evidence/${hash}`,
	parameters: () => `${resolve('/explorer/')}#/parameters`,
	search: (query: string) => `${resolve('/explorer/')}#/search/${encodeURIComponent(query)}`,
	verify: () => resolve('/verify/'),
	verdict: (incident?: string) => resolve('/verdict/') + (incident === undefined ? '' : `#/${incident}`),
	/** A scenario's text, or the standard scenario. */
	lab: (scenario?: string) => resolve('/lab/') + (scenario === undefined ? '' : `#/${scenario}`),
	/** A simulated incident's text, or the standard one. */
	faults: (simulation?: string) =>
		resolve('/lab/faults/') + (simulation === undefined ? '' : `#/${simulation}`),
	bench: () => resolve('/lab/bench/'),
	settings: () => resolve('/settings/'),
	docs: (page?: 'protocol' | 'ledger' | 'glossary' | 'limits' | 'decisions') =>
		page === undefined ? resolve('/docs/') : resolve(`/docs/${page}/`),
};
