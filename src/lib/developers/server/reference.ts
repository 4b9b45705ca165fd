import asyncApiText from '../../../../docs/asyncapi.json?raw';
import openApiText from '../../../../docs/openapi.json?raw';
import { formsOf, type FieldRow } from '../schema-words';
import type { MessageEntry, Reference, RouteEntry, Section } from '../reference';
import { serverAt, type AsyncApiDocument, type AsyncApiMessage } from './asyncapi';
import type { OpenApiDocument, OpenApiOperation, OpenApiResponse } from './openapi';

/** The two documents as they are in docs/, and what the page shows of them. */

const asyncApi = JSON.parse(asyncApiText) as AsyncApiDocument;
const openApi = JSON.parse(openApiText) as OpenApiDocument;

/** @param origin of this server, `http:` or `https:` */
export function asyncApiAt(origin: string): AsyncApiDocument {
	const greenroom = { ...asyncApi.servers.greenroom, ...serverAt(origin) };
	return { ...asyncApi, servers: { greenroom } };
}

/** @param origin of this server, `http:` or `https:` */
export function openApiAt(origin: string): OpenApiDocument {
	return { ...openApi, servers: [{ url: origin }] };
}

/** How the sections of REST are called, by the first part of their addresses. */
const restTitles: Record<string, string> = {
	me: 'You',
	keys: 'API keys',
	typing: 'Typing',
	analyses: 'Analyses',
	analysis: 'Analyses',
	chat: 'Threads',
	operations: 'For whoever runs the server'
};

/** Made once: the documents do not change while the server runs. */
export const reference: Reference = {
	messages: sectionsOf(
		Object.values(asyncApi.components.messages).map((message) => ({
			section: message.tags[0]?.name ?? '',
			entry: messageEntry(message)
		}))
	),
	routes: sectionsOf(
		Object.entries(openApi.paths).flatMap(([path, operations]) =>
			Object.entries(operations).map(([method, operation]) => ({
				section: restTitles[operation.tags[0] ?? ''] ?? operation.tags[0] ?? '',
				entry: routeEntry(method.toUpperCase(), path, operation)
			}))
		)
	),
	errors: Object.entries(asyncApi['x-error-codes']).map(([code, kind]) => ({ code, ...kind })),
	closes: Object.entries(asyncApi['x-close-codes']).map(([code, kind]) => ({ code, ...kind }))
};

/** Gathers what belongs to one section, sections in the order in which they first come. */
function sectionsOf<Entry>(listed: { section: string; entry: Entry }[]): Section<Entry>[] {
	const sections = Map.groupBy(listed, ({ section }) => section);
	return [...sections].map(([title, members]) => ({
		title,
		entries: members.map(({ entry }) => entry)
	}));
}

function messageEntry(message: AsyncApiMessage): MessageEntry {
	const common = {
		id: `message-${message.name}`,
		type: message.name,
		summary: message.summary,
		forms: formsOf(asyncApi.components.schemas[message.name] ?? {})
	};
	if (message['x-direction'] === 'out') {
		return { ...common, direction: 'out', replaces: message['x-replaces'] || undefined };
	}
	return {
		...common,
		direction: 'in',
		permission: message['x-permission'] ?? 'none',
		bucket: message['x-bucket'] ?? 'none',
		answeredBy: message['x-answered-by'] ?? '',
		changes: message['x-changes'] ?? false
	};
}

function routeEntry(method: string, path: string, operation: OpenApiOperation): RouteEntry {
	const [status = '', response] =
		Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
	return {
		id: `rest-${operation.operationId}`,
		method,
		path,
		summary: operation.summary,
		permission: operation['x-permission'],
		parameters: (operation.parameters ?? []).flatMap(parameterRows),
		body: formsIn(operation.requestBody?.content),
		status: Number(status),
		answer: formsIn((response as OpenApiResponse | undefined)?.content)
	};
}

function parameterRows(parameter: NonNullable<OpenApiOperation['parameters']>[number]): FieldRow[] {
	const { name, schema, required } = parameter;
	const [rows = []] = formsOf({ properties: { [name]: schema }, required: required ? [name] : [] });
	return rows.map((row) => ({
		...row,
		type: parameter.in === 'path' ? `${row.type}, in the address` : row.type
	}));
}

/** @returns undefined where there is no JSON */
function formsIn(content: OpenApiResponse['content']): FieldRow[][] | undefined {
	const schema = content?.['application/json']?.schema;
	return schema && formsOf(schema);
}
