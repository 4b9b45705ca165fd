export { preferencesPatch, type Preferences, type PreferencesPatch } from './preferences';
