import { type DynamicModule, Module } from '@nestjs/common';
import { Registry } from './app/registry.js';
import { RegistryResponder } from './in/registry.responder.js';

@Module({})
export class ServiceRegistryModule {
  static of(registry: Registry): DynamicModule {
    return {
      module: ServiceRegistryModule,
      controllers: [RegistryResponder],
      providers: [{ provide: Registry, useValue: registry }],
    };
  }
}
