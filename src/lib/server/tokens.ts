import { createHash, randomBytes } from 'node:crypto';

/** A secret that travels in a link: 256 random bits. */
export const makeToken = () => randomBytes(32).toString('base64url');

/** What is kept of it. */
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex');
