// Nest's ESM packages must be loaded before any CommonJS package that requires them.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
