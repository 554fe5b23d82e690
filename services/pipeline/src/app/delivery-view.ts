import type { DeliveryView } from '@switchyard/contracts';
import type { Delivery } from '../domain/triggers/delivery.js';

/** Without what only the start of its execution needs. */
export const deliveryViewOf = ({
  pipelineId: _pipeline,
  project: _project,
  environment: _environment,
  inputs: _inputs,
  ...view
}: Delivery): DeliveryView => view;
