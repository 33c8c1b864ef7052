/** What the layout worker is asked: boxes with their sizes, and arrows between them. */
export type LayoutRequest = {
	readonly id: number;
	readonly direction: 'LR' | 'TB';
	readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
	readonly edges: readonly { readonly from: string; readonly to: string }[];
};

export type Point = { readonly x: number; readonly y: number };

/** Where everything goes: centres of boxes, corner points of arrows, and the size of the whole. */
export type Layout = {
	readonly width: number;
	readonly height: number;
	readonly nodes: { readonly [id: string]: Point & { readonly width: number; readonly height: number } };
	/** In the order of the request. */
	readonly edges: readonly (readonly Point[])[];
};

export type LayoutReply = { readonly id: number; readonly layout: Layout };
