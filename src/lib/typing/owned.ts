import { ownedByColumn, ownedThrough, type OwnedTable } from '../server/owned';
import { typingCheckpoint, typingResult, typingTest } from './server/schema';

export const ownedByTyping: OwnedTable[] = [
	ownedByColumn(typingTest, 'userId'),
	ownedByColumn(typingResult, 'userId'),
	// Goes with its test.
	ownedThrough(typingCheckpoint)
];
