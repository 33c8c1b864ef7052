import { graphlib, layout as runLayout } from '@dagrejs/dagre';
import type { Layout, LayoutReply, LayoutRequest, Point } from './layout.ts';

self.onmessage = (event: MessageEvent<LayoutRequest>) => {
	const reply: LayoutReply = { id: event.data.id, layout: layOut(event.data) };
	self.postMessage(reply);
};

function layOut(request: LayoutRequest): Layout {
	const graph = new graphlib.Graph({ multigraph: true });
	graph.setGraph({
		rankdir: request.direction,
		nodesep: 22,
		ranksep: 56,
		edgesep: 14,
		marginx: 10,
		marginy: 10,
	});
	graph.setDefaultEdgeLabel(() => ({}));
	for (const { id, width, height } of request.nodes) graph.setNode(id, { width, height });
	request.edges.forEach(({ from, to }, index) => graph.setEdge(from, to, {}, String(index)));
	runLayout(graph);
	const size = graph.graph() as { width?: number; height?: number };
	return {
		width: size.width ?? 0,
		height: size.height ?? 0,
		nodes: Object.fromEntries(
			request.nodes.map(({ id }) => {
				const { x, y, width, height } = graph.node(id) as Point & { width: number; height: number };
				return [id, { x, y, width, height }];
			}),
		),
		edges: request.edges.map(({ from, to }, index) => {
			const edge = graph.edge(from, to, String(index)) as { points: Point[] };
			return edge.points.map(({ x, y }) => ({ x, y }));
		}),
	};
}
