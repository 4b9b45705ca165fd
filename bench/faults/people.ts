import { WebSocket } from 'ws';
import { LineClient } from '../../src/lib/realtime/client';
import { RestCaller } from './rest';

export interface PersonOptions {
	url: string;
	lineUrl: string;
	key: string;
	/** From 0 up to and without 1. */
	random: () => number;
	complain: (problem: string) => void;
}

/** Who waits for a server that is killed again and again must not wait as long as the rules allow. */
const SHARE_OF_BACKOFF = 0.02;

/** The project's own client, with a key. */
export function lineOf({ lineUrl, key, random }: PersonOptions): LineClient {
	return new LineClient({
		url: lineUrl,
		WebSocket,
		credential: () => ({ apiKey: key }),
		random: () => random() * SHARE_OF_BACKOFF
	});
}

export const restOf = ({ url, key }: PersonOptions): RestCaller => new RestCaller(url, key);
