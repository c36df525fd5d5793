export type { CreditBalance } from './credit-account.repository.js';
export type { CreditMismatch } from './credit-audit.repository.js';
export { type CreditEntry, type CreditEntryType, creditEntryTypes } from './credit-entry.js';
export type { CreditSettlement } from './credit-reservations.js';
export { type CreditsConfig, creditsConfig } from './credits.config.js';
export { InsufficientCreditsError } from './credits.errors.js';
export { CreditsHttpModule } from './credits-http.module.js';
export { CreditsModule } from './credits.module.js';
export { type CreditAudit, CreditsService } from './credits.service.js';
