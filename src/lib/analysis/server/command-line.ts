/** What `npm run analyse` finds in a build. */
export { analyseFrom } from './command';
export { measure } from './measure';
