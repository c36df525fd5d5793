import { CronTime } from 'cron';

/**
 * The first slot of `cron` (UTC) after the moment `after`, both in milliseconds.
 * @throws Error when the expression is not valid
 */
export function nextSlot(cron: string, after: number): number {
  return new CronTime(cron, 'UTC').getNextDateFrom(new Date(after), 'UTC').toMillis();
}
