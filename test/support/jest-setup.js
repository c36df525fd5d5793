// Loaded before every spec: CommonJS helpers of Nest fail with a require cycle in jest's ESM when these come later.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
