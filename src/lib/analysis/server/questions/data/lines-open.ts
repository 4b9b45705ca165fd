import type { Finding } from '../../../findings';
import { foundBy } from '../draft';
import type { QuestionMaterial } from '../maker';

/** What the detector says of sockets, events or a service, where code was seen that uses them. */
export const lineOf = ({ findings }: QuestionMaterial, subject: string): Finding | undefined =>
	foundBy(findings, 'real-time', subject).find(({ manifestOnly }) => !manifestOnly);

/** Takes connections, and does not open them. */
export const SERVES =
	/new [\w.]*(Server|Sse\w*)\b|[uU]pgrade|Gateway|Hub\b|\.accept\b|websocket\(|Consumer|ServerEndpoint|Sse\b|SSEvent|EventSourceResponse|ApplicationCable|stream_(from|for)/;

/** Folders whose code runs at the visitor’s. */
export const IN_BROWSER =
	/(^|\/)(client|web|ui|frontend|resources|assets|public|components|mixins|stores?)\//i;
