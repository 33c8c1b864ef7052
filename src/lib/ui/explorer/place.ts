/** Where in the explorer a fragment points: `#/block/7`, `#/tx/0x…/proof`. */
export type Place =
	| { readonly kind: 'home' }
	| { readonly kind: 'blocks' }
	| { readonly kind: 'transactions' }
	| { readonly kind: 'block'; readonly height: number }
	| { readonly kind: 'tx'; readonly hash: string; readonly tab: string }
	| { readonly kind: 'agent'; readonly address: string }
	| { readonly kind: 'evidence'; readonly hash: string }
	| { readonly kind: 'parameters' }
	| { readonly kind: 'search'; readonly query: string }
	| { readonly kind: 'unknown'; readonly fragment: string };

/** Reads a fragment. Anything else than a known address is `unknown`, never an error. */
export function parsePlace(fragment: string): Place {
	const [kind = '', id = '', rest = ''] = fragment.replace(/^#?\/?/, '').split('/');
	if (kind === '') return { kind: 'home' };
	if (kind === 'blocks' || kind === 'transactions' || kind === 'parameters') return { kind };
	if (kind === 'block' && /^\d{1,15}$/.test(id)) return { kind, height: Number(id) };
	if (kind === 'tx' && id !== '') return { kind, hash: id.toLowerCase(), tab: rest };
	if (kind === 'agent' && id !== '') return { kind, address: id };
	if (kind === 'evidence' && id !== '') return { kind, hash: id.toLowerCase() };
	if (kind === 'search') return { kind, query: decode(fragment.slice(fragment.indexOf('search/') + 7)) };
	return { kind: 'unknown', fragment };
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
