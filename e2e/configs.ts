import { DockerConfig } from '@switchyard/connector-docker';
import { NullConfig } from '@switchyard/connector-null';
import { ShellConfig } from '@switchyard/connector-shell';
import { ExecutionConfig } from '@switchyard/execution';
import { GatewayConfig } from '@switchyard/gateway';
import { PipelineConfig } from '@switchyard/pipeline';
import { ServiceRegistryConfig } from '@switchyard/service-registry';
import { getMetadataStorage } from 'class-validator';

/** What each service reads of its environment. */
export const configs: Record<string, new () => object> = {
  gateway: GatewayConfig,
  pipeline: PipelineConfig,
  execution: ExecutionConfig,
  'service-registry': ServiceRegistryConfig,
  'connector-shell': ShellConfig,
  'connector-null': NullConfig,
  'connector-docker': DockerConfig,
};

export const variablesOf = (Class: new () => object): string[] => {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Class, '', false, false);
  return [...new Set(rules.map(rule => rule.propertyName))];
};
