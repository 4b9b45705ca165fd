import type { IncomingMessage } from 'node:http';
import type { Preferences } from '$lib/accounts';
import type { App as GreenroomApp } from '$lib/app.server';
import type { Identity } from '$lib/realtime/server/identity';

declare global {
	namespace App {
		interface Locals {
			app: GreenroomApp;
			/** What this request is called in the log and in its answer's `x-request-id`. */
			requestId: string;
			/** What limits count the visitor by. */
			address: string;
			/** Who is asking; absent where nobody has said so. */
			identity?: Identity;
			preferences: Preferences;
		}
		/** What adapter-node gives; the development server gives none. */
		interface Platform {
			req: IncomingMessage;
		}
		interface Error {
			message: string;
			/** The same id stands in the log. */
			requestId?: string;
		}
	}
}
