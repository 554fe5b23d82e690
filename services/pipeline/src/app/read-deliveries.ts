import type { ListDeliveries, ListDeliveriesReply } from '@switchyard/contracts';
import { deliveryViewOf } from './delivery-view.js';
import type { DeliveryJournal } from './ports.js';

/** What came to a pipeline by itself, and what became of it. */
export class ReadDeliveries {
  constructor(private readonly journal: DeliveryJournal) {}

  async list({ pipelineId, before, limit }: ListDeliveries): Promise<ListDeliveriesReply> {
    const { deliveries, ...rest } = await this.journal.list(pipelineId, before, limit);
    return { deliveries: deliveries.map(deliveryViewOf), ...rest };
  }
}
