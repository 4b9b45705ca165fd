export { followUpTo } from './follow-up';
export { grade } from './grade';
export { scoreOf } from './points/score';
export { words, wordsSoFar } from './said/sentences';
