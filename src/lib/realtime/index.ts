/**
 * The client for programs of others, served as `/line-client.js`: one module without dependencies,
 * for Node 22 and newer, whose own WebSocket it uses, and for browsers. Its types, with every
 * message, are in `docs/line-client.d.ts`.
 */
export { UserError } from '../errors';
export { LineClient } from './client';
export { closeCodes, LINE_PATH, PROTOCOL_VERSION, SUBPROTOCOL } from './envelope';
export { LineLostError } from './requests';
