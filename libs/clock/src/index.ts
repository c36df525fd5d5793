export { Clock, ClockModule, SystemClock } from './clock.js';
export { ManualClock } from './manual-clock.js';
