export { type GaugeSource, MetricsService } from './metrics.service.js';
export { type MonitoringConfig, monitoringConfig } from './monitoring.config.js';
export { MonitoringModule } from './monitoring.module.js';
