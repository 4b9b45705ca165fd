import type { CatchFact } from '../../facts';
import { calleeOf } from './callee';
import { NONE, type FlatTree, type NodeId } from './flat-tree';
import type { Grammar } from './grammar';

/** Nobody handles an error in more: what is longer is judged by its beginning. */
const MOST_NODES = 5_000;

const LOGS =
	/(^|[._])(log|logger|logging|slog|console|zap|logrus|winston|pino|tracing|sentry|bugsnag)s?(\(\))?(\.|$|_)|(^|\.)(printStackTrace|captureException|captureError|error_log|perror|syslog|e?println!?|e?print!?|f?printf|puts|warn!?|error!|info!|debug!|report)$/i;

const PASSES_ON =
	/^(next|reject|cb|callback|done|panic|panic!|abort|raise)$|\.(reject|throwError|raise_error|AbortWith\w+)$|^Promise\.reject$/;

const NAMES_ERROR =
	/\b(e|ex|exc|err|error|exception|failure|fail|failed|Err)\b|Error|Exception|Err\(/;

/** Words that stand for nothing to do. */
const FILLERS = ['pass_statement', 'empty_statement', 'comment', 'line_comment', 'block_comment'];

/** @param body of the handler, `NONE` where it has none; @param type as written */
export function catchFact(
	tree: FlatTree,
	grammar: Grammar,
	node: NodeId,
	body: NodeId,
	type: string
): CatchFact {
	const fact: CatchFact = {
		startLine: tree.startLine(node),
		endLine: tree.endLine(node),
		...(type && { type: type.slice(0, 120) }),
		isEmpty: body === NONE || isEmpty(tree, body),
		passesOn: false,
		logs: false
	};
	if (body === NONE) return fact;
	const end = Math.min(tree.after(body), body + MOST_NODES);
	for (let one = body; one < end; one++) {
		const kind = tree.type(one);
		if (grammar.throws.includes(kind) || isRaise(tree, one, kind)) fact.passesOn = true;
		else if (grammar.returns.includes(kind)) {
			if (NAMES_ERROR.test(tree.textOf(one, 400))) fact.passesOn = true;
		} else if (isCall(grammar, kind)) {
			const callee = calleeOf(tree, grammar, one);
			if (LOGS.test(callee)) fact.logs = true;
			if (PASSES_ON.test(callee)) fact.passesOn = true;
		}
	}
	return fact;
}

const isCall = (grammar: Grammar, kind: string) => {
	const shape = grammar.shapes[kind];
	return shape === 'call' || shape === 'method' || shape === 'macro';
};

/** Ruby's, which is an identifier where it has no arguments. */
const isRaise = (tree: FlatTree, node: NodeId, kind: string) =>
	kind === 'identifier' &&
	tree.textOf(node, 6) === 'raise' &&
	tree.end(node) - tree.start(node) === 5;

function isEmpty(tree: FlatTree, body: NodeId): boolean {
	for (let one = body + 1; one < tree.after(body); one++) {
		const kind = tree.type(one);
		if (!tree.isNamed(one) || FILLERS.includes(kind)) continue;
		if (FILLERS.includes(tree.parentType(one))) continue;
		if (kind === 'ellipsis') continue;
		if (kind === 'statement_list' || kind === 'block' || kind === 'expression_statement') continue;
		return false;
	}
	return true;
}
