// Loaded before every spec: CommonJS helpers of Nest fail with a require cycle in jest's ESM when these come later.
import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import '@nestjs/core';

// What a spec provokes on purpose should not bury what went wrong.
Logger.overrideLogger(['fatal', 'error']);
