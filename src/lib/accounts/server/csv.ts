/** What a spreadsheet takes for a formula when a cell begins with it. */
const RUNS = /^[=+\-@\t\r]/;

/** So that spreadsheets take the file for UTF-8. */
export const CSV_START = '\ufeff';

/** One line of RFC 4180, its end included. */
export function csvLine(values: readonly unknown[]): string {
	return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (value instanceof Date) return value.toISOString();
	if (typeof value === 'object') return quoted(JSON.stringify(value));
	if (typeof value !== 'string') return String(value);
	return quoted(RUNS.test(value) ? `'${value}` : value);
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
