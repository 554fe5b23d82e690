import { Equals } from 'class-validator';

/** What every message on the bus has. */
export class Message {
  /** Version of the message. Fields are added freely; anything else is a new version. */
  @Equals(1) v!: 1;
}
