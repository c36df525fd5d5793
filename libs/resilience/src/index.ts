export { type BreakerState, DependencyPolicy, type DependencyPolicyOptions } from './dependency-policy.js';
