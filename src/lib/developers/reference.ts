import type { FieldRow } from './schema-words';

/** What the page shows: words and rows, no schemas, so that little travels to the browser. */

export interface Section<Entry> {
	title: string;
	entries: Entry[];
}

interface CommonMessage {
	/** Of its place on the page. */
	id: string;
	type: string;
	summary: string;
	/** More than one where there are alternatives. */
	forms: FieldRow[][];
}

export interface FromClient extends CommonMessage {
	direction: 'in';
	permission: string;
	bucket: string;
	answeredBy: string;
	changes: boolean;
}

export interface FromServer extends CommonMessage {
	direction: 'out';
	/** The fields that must agree for a newer one to replace an unsent older one. */
	replaces?: readonly string[];
}

export type MessageEntry = FromClient | FromServer;

export interface RouteEntry {
	/** Of its place on the page. */
	id: string;
	method: string;
	path: string;
	summary: string;
	/** Absent where anybody may ask. */
	permission?: string;
	parameters: FieldRow[];
	body?: FieldRow[][];
	/** Of a success. */
	status: number;
	/** Absent where no JSON comes. */
	answer?: FieldRow[][];
}

export interface ErrorEntry {
	code: string;
	status: number;
	retryable: boolean;
	meaning: string;
}

export interface CloseEntry {
	code: string;
	meaning: string;
	/** Whether a client should come back by itself. */
	reconnect: boolean;
}

export interface Reference {
	messages: Section<MessageEntry>[];
	routes: Section<RouteEntry>[];
	errors: ErrorEntry[];
	closes: CloseEntry[];
}

/** Whether an entry is looked for: each word of the query stands somewhere in the texts. */
export function matches(query: string, ...texts: string[]): boolean {
	const text = texts.join(' ').toLowerCase();
	return query
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}
