import { ownedByColumn, ownedThrough, type OwnedTable } from '../server/owned';
import { decodeLog } from './log';
import { typingCheckpoint, typingResult, typingTest } from './server/schema';

const parsed = (json: string) => JSON.parse(json) as unknown;

export const ownedByTyping: OwnedTable[] = [
	ownedByColumn(typingTest, 'userId', {
		label: 'Typing tests',
		about: 'The typing tests made for you: their texts, also of those you never typed.',
		secret: ['typist'],
		readable: (row) => ({ ...row, settings: parsed(row.settings) })
	}),
	ownedByColumn(typingResult, 'userId', {
		label: 'Typing results',
		about:
			'Every test you finished: its metrics, and in `log` every key with its time in milliseconds.',
		readable: (row) => ({
			...row,
			details: parsed(row.details),
			flags: parsed(row.flags),
			log: decodeLog(row.log)
		})
	}),
	// Goes with its test.
	ownedThrough(typingCheckpoint)
];
