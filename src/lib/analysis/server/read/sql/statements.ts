import { tokenAt, type SqlToken } from './tokens';

/** Longer statements are rows of data: of them the beginning is kept. */
const MOST_TOKENS = 20_000;

const ROUTINES = ['FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT', 'PACKAGE'];

/** @yields the tokens of each statement, without what ends it */
export function* statementsOf(text: string): Generator<SqlToken[]> {
	let delimiter = ';';
	let statement: SqlToken[] = [];
	/** `begin … end` around the place, within routines. */
	let depth = 0;
	let at = 0;
	for (let token = tokenAt(text, at); token; token = tokenAt(text, at)) {
		at = token.end;
		if (statement.length === 0 && token.word === 'DELIMITER') {
			const line = lineEnd(text, at);
			delimiter = text.slice(at, line).trim() || ';';
			at = line;
			continue;
		}
		if (statement.length === 0 && token.text === '\\') {
			at = lineEnd(text, at);
			continue;
		}
		const isRoutine = ROUTINES.some((word) => startsWith(statement, word));
		if (isRoutine && (token.word === 'BEGIN' || token.word === 'CASE')) depth++;
		if (isRoutine && token.word === 'END' && depth > 0) depth--;
		const isEnd = text.startsWith(delimiter, token.start) && (depth === 0 || delimiter !== ';');
		if (isEnd || isBatchEnd(text, token)) {
			if (isEnd) at = token.start + delimiter.length;
			if (isCopy(statement)) at = endOfCopy(text, at);
			if (statement.length > 0) yield statement;
			statement = [];
			depth = 0;
		} else if (statement.length < MOST_TOKENS) statement.push(token);
	}
	if (statement.length > 0) yield statement;
}

/** `create [or replace] … trigger`. */
const startsWith = (statement: readonly SqlToken[], word: string) =>
	statement[0]?.word === 'CREATE' &&
	(statement[1]?.word === word ||
		statement[2]?.word === word ||
		statement[3]?.word === word ||
		statement[4]?.word === word);

/** SQL Server's `GO`, alone on its line. */
const isBatchEnd = (text: string, token: SqlToken) =>
	token.word === 'GO' &&
	/(^|\n)[ \t]*$/.test(text.slice(Math.max(0, token.start - 40), token.start)) &&
	/^[ \t\r]*(\n|$)/.test(text.slice(token.end, token.end + 40));

const isCopy = (statement: readonly SqlToken[]) =>
	statement[0]?.word === 'COPY' && statement.some(({ word }) => word === 'STDIN');

/** Behind PostgreSQL's rows, which end with `\.`. */
function endOfCopy(text: string, from: number): number {
	const end = text.indexOf('\n\\.', from);
	return end === -1 ? text.length : end + 3;
}

function lineEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end === -1 ? text.length : end;
}
