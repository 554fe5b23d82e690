import { Transform } from 'class-transformer';
import { IsObject } from 'class-validator';

/** A map whose names are the user's. All are kept, also `toString` and the like, which class-transformer would drop as methods. */
export const IsMap =
  (): PropertyDecorator =>
  (target, name): void => {
    IsObject()(target, name);
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key])(target, name);
  };
