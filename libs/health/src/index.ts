export { type HealthCheck, HealthRegistry, type HealthReport } from './health-registry.js';
export { HealthModule } from './health.module.js';
export { type HealthAnswer, HealthService, type HealthStatus } from './health.service.js';
export { Lifecycle } from './lifecycle.js';
